package io.dromos.domain.definition;

import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request says about a definition, in the new format; absent means not said. Lists and maps
/// replace, they do not merge.
///
/// @param dependencies as written; relative ones start from the root
/// @param health what is asked of the instances
public record ApplicationPatch(
        Optional<String> cmd,
        Optional<List<String>> args,
        Optional<Integer> instances,
        Optional<Double> cpus,
        Optional<Double> mem,
        Optional<Double> disk,
        Optional<Integer> gpus,
        Optional<Map<String, String>> env,
        Optional<Map<String, String>> labels,
        Optional<List<Constraint>> constraints,
        Optional<ContainerPatch> container,
        Optional<List<Network>> networks,
        Optional<List<PortDefinition>> portDefinitions,
        Optional<Boolean> requirePorts,
        Optional<List<Fetch>> fetch,
        Optional<UpgradeStrategy> upgradeStrategy,
        Optional<Duration> backoffInitial,
        Optional<Double> backoffFactor,
        Optional<Duration> backoffMax,
        Optional<KillSelection> killSelection,
        Optional<UnreachableStrategy> unreachable,
        Optional<Duration> killGracePeriod,
        Optional<List<String>> dependencies,
        Optional<String> user,
        Optional<String> role,
        Optional<List<String>> acceptedResourceRoles,
        Optional<String> executor,
        HealthPatch health) {

    /// Says nothing.
    public static final ApplicationPatch NOTHING =
            new ApplicationPatch(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    HealthPatch.NOTHING);

    /// Says only how many instances are wanted.
    public static ApplicationPatch scaledTo(int instances) {
        return NOTHING.withInstances(instances);
    }

    /// Says only which shell command runs.
    public static ApplicationPatch ofCommand(String cmd) {
        var none = NOTHING;
        return none.with(
                Optional.of(cmd),
                none.instances,
                none.container,
                none.networks,
                none.portDefinitions,
                none.dependencies,
                none.role);
    }

    /// Says the same and this number of instances.
    public ApplicationPatch withInstances(int wanted) {
        return with(
                cmd, Optional.of(wanted), container, networks, portDefinitions, dependencies, role);
    }

    /// Says the same, with its dependencies absolute.
    ///
    /// @param group where relative ones start from
    public ApplicationPatch in(String group) {
        var absolute =
                dependencies.map(paths ->
                        paths.stream().map(path -> PathIds.absolute(path, group)).toList());
        return with(cmd, instances, container, networks, portDefinitions, absolute, role);
    }

    /// The same, but without ports where it says nothing about them.
    public ApplicationPatch withoutDefaultPorts() {
        var ports = portDefinitions.or(() -> Optional.of(List.of()));
        return with(cmd, instances, container, networks, ports, dependencies, role);
    }

    /// Says the same about all but container and networks.
    public ApplicationPatch withContainer(ContainerPatch other, List<Network> joined) {
        return with(
                cmd,
                instances,
                Optional.of(other),
                Optional.of(joined),
                portDefinitions,
                dependencies,
                role);
    }

    /// Says the same and this role.
    public ApplicationPatch withRole(String wanted) {
        return with(
                cmd,
                instances,
                container,
                networks,
                portDefinitions,
                dependencies,
                Optional.of(wanted));
    }

    /// The same but for what is ever exchanged by itself.
    private ApplicationPatch with(
            Optional<String> command,
            Optional<Integer> wanted,
            Optional<ContainerPatch> contained,
            Optional<List<Network>> joined,
            Optional<List<PortDefinition>> ports,
            Optional<List<String>> before,
            Optional<String> inRole) {
        return new ApplicationPatch(
                command,
                args,
                wanted,
                cpus,
                mem,
                disk,
                gpus,
                env,
                labels,
                constraints,
                contained,
                joined,
                ports,
                requirePorts,
                fetch,
                upgradeStrategy,
                backoffInitial,
                backoffFactor,
                backoffMax,
                killSelection,
                unreachable,
                killGracePeriod,
                before,
                user,
                inRole,
                acceptedResourceRoles,
                executor,
                health);
    }
}
