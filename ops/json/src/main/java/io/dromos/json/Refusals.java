package io.dromos.json;

import io.dromos.domain.definition.ConstraintRules;
import io.dromos.domain.definition.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a well-formed document may not ask for: fields of old and new formats that do not go
/// together, and what Dromos does not carry out yet. Nothing of the latter is passed over in
/// silence.
final class Refusals {

    private static final Set<String> NOT_YET =
            Set.of("resourceLimits", "executorResources", "residency");

    private final Shape app;
    private final List<Violation> found = new ArrayList<>();

    private Refusals(Shape app) {
        this.app = app;
    }

    /// All violations of an application's document.
    static List<Violation> of(Shape app) {
        var refusals = new Refusals(app);
        refusals.notYet();
        refusals.secrets();
        refusals.fetch();
        refusals.ports();
        refusals.networks();
        refusals.checks();
        app.object("container").ifPresent(refusals::container);
        for (var words : app.lists("constraints").orElse(List.of()))
            ConstraintRules.broken(words).ifPresent(rule -> refusals.add("/constraints", rule));
        return List.copyOf(refusals.found);
    }

    private void notYet() {
        NOT_YET.stream().sorted().filter(app::hasContent).forEach(name -> later("/" + name, name));
        if (app.raw("tty").asBoolean()) later("/tty", "tty");
        if (app.list("acceptedResourceRoles").filter(Refusals::isReservedOnly).isPresent())
            add(
                    "/acceptedResourceRoles",
                    "reserved resources are not supported yet: add * to the roles");
    }

    private static boolean isReservedOnly(List<String> roles) {
        return !roles.isEmpty() && !roles.contains("*");
    }

    private void later(String path, String name) {
        add(path, name + " is not supported yet: leave it out");
    }

    private void secrets() {
        boolean used = false;
        for (var entry : app.raw("env").properties()) {
            if (!entry.getValue().isObject()) continue;
            used = true;
            if (!app.raw("secrets").has(entry.getValue().path("secret").textValue()))
                add("/env/" + entry.getKey() + "/secret", "references an undefined secret");
        }
        if (used)
            add(
                    "/env",
                    "use of secret-references in the environment requires the secrets feature to be"
                            + " enabled");
        if (app.hasContent("secrets")) add("/secrets", feature("secrets"));
    }

    private static String feature(String name) {
        return "Feature " + name + " is not enabled. Enable with --enable_features " + name + ")";
    }

    private void fetch() {
        if (app.hasContent("uris") && app.hasContent("fetch"))
            add("/uris", "may not be set in conjunction with fetch");
        var uris = app.list("uris").orElse(List.of());
        for (int i = 0; i < uris.size(); i++)
            if (!isUri(uris.get(i))) add("/uris(" + i + ")", "URI has invalid syntax.");
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private void ports() {
        var ports = app.wholes("ports");
        if (ports.isEmpty()) return;
        var seen = new HashSet<Integer>();
        if (!ports.get().stream().filter(port -> port != 0).allMatch(seen::add))
            add("/", "ports must be unique");
        var definitions = app.raw("portDefinitions");
        if (!definitions.isArray()) return;
        var same = new ArrayList<Integer>();
        for (var definition : definitions) same.add(definition.path("port").asInt());
        if (!same.equals(ports.get())) add("/", "cannot specify both ports and port definitions");
    }

    private void networks() {
        var mode = OldFormats.dockerMode(app);
        if (mode.isPresent() && app.has("networks"))
            add("/", "must not specify both container.docker.network and networks");
        if (mode.equals(Optional.of("none")))
            add("/container/docker/network", "unsupported docker network type NONE");
        if (!app.has("ipAddress")) return;
        if (app.has("networks")) add("/", "must not specify both networks and ipAddress");
        if (app.hasContent("ports")) add("/", "cannot specify both an IP address and port");
        boolean docker = app.raw("container").hasNonNull("docker") && !isMesos();
        if (docker && app.raw("ipAddress").hasNonNull("discovery"))
            add("/", "ipAddress/discovery is not allowed for Docker containers");
    }

    private void checks() {
        int readiness = app.raw("readinessChecks").size();
        if (readiness > 1)
            add("/readinessChecks/size", "got " + readiness + ", expected 1 or less");
        if (!app.has("check")) return;
        var check = app.raw("check");
        long kinds = Stream.of("http", "tcp", "exec").filter(check::hasNonNull).count();
        if (kinds != 1)
            add("/check", "illegal RAML Check: expected one of http, tcp or exec checks");
    }

    private boolean isMesos() {
        return app.raw("container").path("type").asText("").equalsIgnoreCase("mesos");
    }

    private void container(Shape container) {
        container.object("docker").ifPresent(docker -> docker(docker, container));
        if (isMesos() && container.hasContent("linuxInfo"))
            later("/container/linuxInfo", "linuxInfo");
        container.objects("volumes", this::volume);
    }

    private void docker(Shape docker, Shape container) {
        var path = "/container/docker/";
        if (docker.has("credential")) add(path + "credential", "must be empty");
        if (docker.has("portMappings") && container.has("portMappings"))
            add(path + "portMappings", "cannot specify both portMappings and docker.portMappings");
        if (isMesos()) {
            for (var name : List.of("network", "parameters", "portMappings"))
                if (docker.hasContent(name)) add(path + name, "must be empty");
        }
        if (docker.has("pullConfig")) pull(docker, path + "pullConfig");
    }

    private void pull(Shape docker, String path) {
        if (!isMesos()) {
            add(path, "pullConfig is not supported with Docker containerizer");
            return;
        }
        add(path, "must be empty");
        add(path, feature("secrets"));
        if (!isDefined(docker.raw("pullConfig").path("secret").asText("")))
            add(path, "pullConfig.secret must refer to an existing secret");
    }

    private boolean isDefined(String secret) {
        return app.raw("secrets").has(secret);
    }

    private Optional<Boolean> volume(Shape volume) {
        if (ContainerReader.isPersistent(volume))
            later(volume.path() + "/persistent", "a persistent volume");
        else if (ContainerReader.isExternal(volume))
            add(volume.path(), feature("external_volumes"));
        else if (ContainerReader.isSecret(volume)) secretVolume(volume);
        return Optional.empty();
    }

    private void secretVolume(Shape volume) {
        add("/container/secretVolumes(container)", "must be empty");
        add("/container/secretVolumes(container)", feature("secrets"));
        if (!isDefined(volume.raw("secret").asText("")))
            add(volume.path(), "volume.secret must refer to an existing secret");
    }

    private void add(String path, String message) {
        found.add(new Violation(path, message));
    }
}
