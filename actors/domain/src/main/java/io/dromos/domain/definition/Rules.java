package io.dromos.domain.definition;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.spec.UnreachableStrategy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a definition must keep, with Marathon's paths and words.
final class Rules {

    private Rules() {}

    /// All rules the definition breaks.
    ///
    /// @param roles those it may have; none at all if somebody else judges that
    static List<Violation> violations(AppId app, ApplicationSpec spec, List<String> roles) {
        var found = new ArrayList<Violation>();
        id(app, found);
        command(spec, found);
        env(spec.env(), found);
        labels(spec, found);
        if (!roles.isEmpty()) roles(spec, roles, found);
        gpus(spec, found);
        fetch(spec, found);
        unreachable(spec.unreachable(), found);
        dependencies(app, spec.dependencies(), found);
        NetworkRules.check(spec, found);
        HealthRules.check(spec, found);
        for (var constraint : spec.constraints())
            ConstraintRules.broken(constraint)
                    .ifPresent(rule -> found.add(new Violation("/constraints", rule)));
        return List.copyOf(found);
    }

    private static void id(AppId app, List<Violation> found) {
        if (PathIds.RESERVED.contains(app.segments().getLast()))
            found.add(new Violation("/id", PathIds.RESERVED_RULE));
    }

    private static void command(ApplicationSpec spec, List<Violation> found) {
        boolean image = spec.container().flatMap(Container::docker).isPresent();
        boolean docker =
                spec.container().filter(held -> held.type() == Container.Type.DOCKER).isPresent();
        if (docker && !image) found.add(new Violation("/container/docker", "not defined"));
        boolean one = spec.cmd().isPresent() != !spec.args().isEmpty();
        boolean none = spec.cmd().isEmpty() && spec.args().isEmpty();
        if (!one && !(none && image))
            found.add(
                    new Violation(
                            "/",
                            "AppDefinition must either contain one of 'cmd' or 'args', and/or a"
                                    + " 'container'."));
        if (spec.cmd().filter(cmd -> cmd.length() < 2).isPresent())
            found.add(new Violation("/", "must not be an empty string"));
    }

    private static void env(Map<String, String> env, List<Violation> found) {
        int index = 0;
        for (var name : env.keySet()) {
            if (name.isEmpty())
                found.add(new Violation("/env/keys(" + index + ")", "must not be empty"));
            index++;
        }
    }

    private static void labels(ApplicationSpec spec, List<Violation> found) {
        var labels = spec.labels();
        if (labels.containsKey(ApplicationSpec.DRAIN)
                && ApplicationSpec.drain(labels.get(ApplicationSpec.DRAIN)).isEmpty())
            found.add(
                    new Violation(
                            "/labels/" + ApplicationSpec.DRAIN,
                            "must be a whole number of seconds from 0 to "
                                    + ApplicationSpec.DRAIN_MAX.toSeconds()));
        progress(labels, found);
        if ("true".equals(labels.get("MARATHON_SINGLE_INSTANCE_APP"))) single(spec, found);
        if (!labels.containsKey("DCOS_MIGRATION_API_VERSION")) return;
        boolean whole =
                "v1".equals(labels.get("DCOS_MIGRATION_API_VERSION"))
                        && labels.containsKey("DCOS_PACKAGE_FRAMEWORK_NAME")
                        && labels.containsKey("DCOS_MIGRATION_API_PATH");
        if (!whole)
            found.add(
                    new Violation(
                            "/",
                            "DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH must be"
                                    + " defined when using DCOS_MIGRATION_API_VERSION"));
    }

    private static void progress(Map<String, String> labels, List<Violation> found) {
        var seconds = Optional.ofNullable(labels.get(ProgressDeadline.SECONDS));
        if (seconds.isPresent() && seconds.flatMap(ProgressDeadline::limit).isEmpty())
            found.add(
                    new Violation(
                            "/labels/" + ProgressDeadline.SECONDS,
                            "must be a whole number of seconds from %d to %d"
                                    .formatted(
                                            ProgressDeadline.MIN.toSeconds(),
                                            ProgressDeadline.MAX.toSeconds())));
        var rollback = labels.getOrDefault(ProgressDeadline.ROLLBACK, "false");
        if (!rollback.equals("true") && !rollback.equals("false"))
            found.add(
                    new Violation("/labels/" + ProgressDeadline.ROLLBACK, "must be true or false"));
    }

    private static void single(ApplicationSpec spec, List<Violation> found) {
        if (spec.instances() > 1)
            found.add(new Violation("/", "Single instance app may only have one instance"));
        zero("minimumHealthCapacity", spec.upgradeStrategy().minimumHealthCapacity(), found);
        zero("maximumOverCapacity", spec.upgradeStrategy().maximumOverCapacity(), found);
    }

    private static void zero(String name, double capacity, List<Violation> found) {
        if (capacity != 0)
            found.add(
                    new Violation(
                            "/upgradeStrategy/" + name, "got " + capacity + ", expected 0.0"));
    }

    private static void roles(ApplicationSpec spec, List<String> allowed, List<Violation> found) {
        if (!allowed.contains(spec.role()))
            found.add(
                    new Violation(
                            "/role",
                            "got "
                                    + spec.role()
                                    + ", expected one of: ["
                                    + String.join(", ", allowed)
                                    + "]"));
        spec.acceptedResourceRoles().ifPresent(roles -> accepted(roles, spec.role(), found));
    }

    private static void accepted(List<String> roles, String own, List<Violation> found) {
        if (roles.isEmpty())
            found.add(new Violation("/acceptedResourceRoles", "must not be empty"));
        if (roles.stream().allMatch(role -> role.equals("*") || role.equals(own))) return;
        var suffix = own.equals("*") ? "" : " and " + own;
        found.add(
                new Violation(
                        "/acceptedResourceRoles",
                        "acceptedResourceRoles can only contain *" + suffix));
    }

    private static void gpus(ApplicationSpec spec, List<Violation> found) {
        if (spec.resources().gpus() == 0) return;
        if (spec.container().filter(held -> held.type() == Container.Type.DOCKER).isPresent())
            found.add(new Violation("/", "GPU resources only work with the Mesos containerizer"));
        found.add(
                new Violation(
                        "/",
                        "Feature gpu_resources is not enabled. Enable with --enable_features"
                                + " gpu_resources)"));
    }

    private static void fetch(ApplicationSpec spec, List<Violation> found) {
        for (int i = 0; i < spec.fetch().size(); i++)
            if (!isUri(spec.fetch().get(i).uri()))
                found.add(new Violation("/fetch(" + i + ")/uri", "URI has invalid syntax."));
    }

    /// Whether the text has the syntax of a URI, as Marathon asks of what is fetched.
    static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static void unreachable(UnreachableStrategy strategy, List<Violation> found) {
        if (!(strategy instanceof UnreachableStrategy.After after)) return;
        if (after.inactive().compareTo(after.expunge()) <= 0) return;
        found.add(
                new Violation(
                        "/unreachableStrategy",
                        "inactiveAfterSeconds ("
                                + after.inactive().toSeconds()
                                + ") must be less or equal to expungeAfterSeconds, which is "
                                + after.expunge().toSeconds()));
    }

    private static void dependencies(AppId app, List<String> dependencies, List<Violation> found) {
        if (dependencies.contains(app.path()))
            found.add(new Violation("/", "Dependency graph has cyclic dependencies."));
        for (int i = 0; i < dependencies.size(); i++)
            if (!PathIds.isValid(dependencies.get(i)))
                found.add(
                        new Violation(
                                "/dependencies(" + i + ")",
                                "must fully match regular expression '"
                                        + PathIds.SEGMENT_RULE
                                        + "'"));
    }
}
