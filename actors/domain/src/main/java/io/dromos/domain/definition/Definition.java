package io.dromos.domain.definition;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.Resources;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes whole definitions of what requests say.
public final class Definition {

    /// The role of an application that names none, of a server without a role of its own.
    public static final String DEFAULT_ROLE = "*";

    private static final ApplicationSpec BLANK =
            new ApplicationSpec(
                    Optional.empty(),
                    List.of(),
                    1,
                    Resources.DEFAULT,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(Network.HOST),
                    List.of(Ports.DEFAULT_DEFINITION),
                    false,
                    List.of(),
                    UpgradeStrategy.DEFAULT,
                    Backoff.DEFAULT,
                    KillSelection.YOUNGEST_FIRST,
                    UnreachableStrategy.DEFAULT,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    DEFAULT_ROLE,
                    Optional.empty(),
                    "",
                    Optional.empty());

    private Definition() {}

    /// A new application's definition: defaults where nothing is said.
    ///
    /// @param app its id, for rules that look at it
    /// @param roles those it may have
    public static Checked create(AppId app, ApplicationPatch patch, AllowedRoles roles) {
        return check(app, merge(BLANK.withRole(roles.byDefault()), patch), roles);
    }

    /// The same of a server without a role of its own, in a group that enforces none.
    public static Checked create(AppId app, ApplicationPatch patch) {
        return create(app, patch, AllowedRoles.of(app, false, DEFAULT_ROLE));
    }

    /// An application's next definition: as it is where nothing is said.
    ///
    /// @param app its id, for rules that look at it
    /// @param roles those it may have
    public static Checked update(
            AppId app, ApplicationSpec current, ApplicationPatch patch, AllowedRoles roles) {
        return check(app, merge(current, patch), roles);
    }

    /// The same of a server without a role of its own, in a group that enforces none.
    public static Checked update(AppId app, ApplicationSpec current, ApplicationPatch patch) {
        var roles = AllowedRoles.of(app, false, DEFAULT_ROLE).and(current.role());
        return update(app, current, patch, roles);
    }

    private static Checked check(AppId app, ApplicationSpec spec, AllowedRoles roles) {
        var violations = Rules.violations(app, spec, roles.allowed());
        return violations.isEmpty() ? new Checked.Good(spec) : new Checked.Bad(violations);
    }

    private static ApplicationSpec merge(ApplicationSpec base, ApplicationPatch patch) {
        var networks = patch.networks().filter(list -> !list.isEmpty()).orElse(base.networks());
        boolean host = networks.stream().anyMatch(network -> network.mode() == NetworkMode.HOST);
        return new ApplicationSpec(
                patch.cmd().or(base::cmd),
                patch.args().orElse(base.args()),
                patch.instances().orElse(base.instances()),
                resources(base.resources(), patch),
                patch.env().orElse(base.env()),
                patch.labels().orElse(base.labels()),
                patch.constraints().orElse(base.constraints()).stream().distinct().toList(),
                container(base, patch, networks),
                networks,
                host ? definitions(base, patch) : List.of(),
                host && patch.requirePorts().orElse(base.requirePorts()),
                patch.fetch().orElse(base.fetch()),
                patch.upgradeStrategy().orElse(base.upgradeStrategy()),
                backoff(base.backoff(), patch),
                patch.killSelection().orElse(base.killSelection()),
                patch.unreachable().orElse(base.unreachable()),
                patch.killGracePeriod().or(base::killGracePeriod),
                patch.dependencies().map(Definition::absolute).orElse(base.dependencies()),
                patch.user().or(base::user),
                patch.role().orElse(base.role()),
                patch.acceptedResourceRoles().or(base::acceptedResourceRoles),
                patch.executor().orElse(base.executor()),
                Optional.of(patch.health().over(base.healthOrNone())));
    }

    /// An application that comes back to the host network has no definitions to keep.
    private static List<PortDefinition> definitions(ApplicationSpec base, ApplicationPatch patch) {
        var kept =
                base.onHostNetwork() ? base.portDefinitions() : List.of(Ports.DEFAULT_DEFINITION);
        return patch.portDefinitions().orElse(kept);
    }

    private static Optional<Container> container(
            ApplicationSpec base, ApplicationPatch patch, List<Network> networks) {
        boolean said = patch.container().flatMap(ContainerPatch::portMappings).isPresent();
        boolean kept = patch.container().isEmpty() && !base.onHostNetwork();
        var container = patch.container().map(ContainerPatch::container).or(base::container);
        return Ports.mapped(container, networks, said || kept);
    }

    private static Resources resources(Resources base, ApplicationPatch patch) {
        return new Resources(
                patch.cpus().orElse(base.cpus()),
                patch.mem().orElse(base.mem()),
                patch.disk().orElse(base.disk()),
                patch.gpus().orElse(base.gpus()));
    }

    private static Backoff backoff(Backoff base, ApplicationPatch patch) {
        return new Backoff(
                patch.backoffInitial().orElse(base.initial()),
                patch.backoffFactor().orElse(base.factor()),
                patch.backoffMax().orElse(base.max()));
    }

    private static List<String> absolute(List<String> dependencies) {
        return dependencies.stream().map(path -> PathIds.absolute(path, "/")).distinct().toList();
    }
}
