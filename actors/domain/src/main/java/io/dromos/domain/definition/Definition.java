package io.dromos.domain.definition;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.Resources;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes whole definitions of what requests say.
public final class Definition {

    private static final ApplicationSpec BLANK = ApplicationSpec.ofCommand("");

    private Definition() {}

    /// A new application's definition: defaults where nothing is said.
    ///
    /// @param app its id, for rules that look at it
    public static Checked create(AppId app, ApplicationPatch patch) {
        return new Checked.Good(merge(blank(patch), patch));
    }

    /// An application's next definition: as it is where nothing is said.
    ///
    /// @param app its id, for rules that look at it
    public static Checked update(AppId app, ApplicationSpec current, ApplicationPatch patch) {
        return new Checked.Good(merge(current, patch));
    }

    private static ApplicationSpec blank(ApplicationPatch patch) {
        boolean host = patch.networks().isEmpty() || patch.networks().get().contains(Network.HOST);
        var ports =
                host
                        ? List.of(new PortDefinition(0, "tcp", Optional.of("default"), Map.of()))
                        : List.<PortDefinition>of();
        return new ApplicationSpec(
                Optional.empty(),
                List.of(),
                1,
                Resources.DEFAULT,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(Network.HOST),
                ports,
                false,
                List.of(),
                UpgradeStrategy.DEFAULT,
                Backoff.DEFAULT,
                KillSelection.YOUNGEST_FIRST,
                UnreachableStrategy.DEFAULT,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                BLANK.role(),
                Optional.empty(),
                "");
    }

    private static ApplicationSpec merge(ApplicationSpec base, ApplicationPatch patch) {
        return new ApplicationSpec(
                patch.cmd().or(base::cmd),
                patch.args().orElse(base.args()),
                patch.instances().orElse(base.instances()),
                resources(base.resources(), patch),
                patch.env().orElse(base.env()),
                patch.labels().orElse(base.labels()),
                patch.constraints().orElse(base.constraints()),
                patch.container().or(base::container),
                patch.networks().orElse(base.networks()),
                patch.portDefinitions().orElse(base.portDefinitions()),
                patch.requirePorts().orElse(base.requirePorts()),
                patch.fetch().orElse(base.fetch()),
                patch.upgradeStrategy().orElse(base.upgradeStrategy()),
                new Backoff(
                        patch.backoffInitial().orElse(base.backoff().initial()),
                        patch.backoffFactor().orElse(base.backoff().factor()),
                        patch.backoffMax().orElse(base.backoff().max())),
                patch.killSelection().orElse(base.killSelection()),
                patch.unreachable().orElse(base.unreachable()),
                patch.killGracePeriod().or(base::killGracePeriod),
                patch.dependencies().orElse(base.dependencies()),
                patch.user().or(base::user),
                patch.role().orElse(base.role()),
                patch.acceptedResourceRoles().or(base::acceptedResourceRoles),
                patch.executor().orElse(base.executor()));
    }

    private static Resources resources(Resources base, ApplicationPatch patch) {
        return new Resources(
                patch.cpus().orElse(base.cpus()),
                patch.mem().orElse(base.mem()),
                patch.disk().orElse(base.disk()),
                patch.gpus().orElse(base.gpus()));
    }
}
