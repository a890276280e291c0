package io.dromos.events.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The whole definition of an application after defaults, without its id and version.
///
/// @param cmd a shell command
/// @param args an argument vector instead of a shell command
/// @param instances how many are wanted, not negative
/// @param resources what one instance needs
/// @param env variables for the task
/// @param labels free text for tools
/// @param constraints where instances may run
/// @param container how they are contained; absent for a plain command
/// @param networks at least one
/// @param portDefinitions ports on the host network
/// @param requirePorts whether the definitions' ports are wanted on the host as they stand
/// @param fetch what the agent downloads before the start
/// @param upgradeStrategy capacity bounds of a rolling change
/// @param backoff how launches slow down after failures
/// @param killSelection who goes first when scaling down
/// @param unreachable what happens to instances on a lost agent
/// @param killGracePeriod between TERM and KILL, if set
/// @param dependencies applications or groups that deploy first, as absolute paths
/// @param user who runs the task, if set
/// @param role allocation role
/// @param acceptedResourceRoles roles of offers it takes; absent means any it may
/// @param executor Mesos executor, empty for the command executor
/// @param health what is asked of its instances; absent if nothing is
public record ApplicationSpec(
        Optional<String> cmd,
        List<String> args,
        int instances,
        Resources resources,
        Map<String, String> env,
        Map<String, String> labels,
        List<Constraint> constraints,
        Optional<Container> container,
        List<Network> networks,
        List<PortDefinition> portDefinitions,
        boolean requirePorts,
        List<Fetch> fetch,
        UpgradeStrategy upgradeStrategy,
        Backoff backoff,
        KillSelection killSelection,
        UnreachableStrategy unreachable,
        Optional<Duration> killGracePeriod,
        List<String> dependencies,
        Optional<String> user,
        String role,
        Optional<List<String>> acceptedResourceRoles,
        String executor,
        Optional<Health> health) {

    /// The label that says for how many seconds an instance that is to end is left running, so that
    /// whoever sends it work has time to leave it alone.
    public static final String DRAIN = "DROMOS_DRAIN_SECONDS";

    /// The longest time it may name.
    public static final Duration DRAIN_MAX = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

    /// Copies what it is given, keeping the order of maps.
    public ApplicationSpec {
        args = List.copyOf(args);
        env = Ordered.copyOf(env);
        labels = Ordered.copyOf(labels);
        constraints = List.copyOf(constraints);
        networks = List.copyOf(networks);
        portDefinitions = List.copyOf(portDefinitions);
        fetch = List.copyOf(fetch);
        dependencies = List.copyOf(dependencies);
        acceptedResourceRoles = acceptedResourceRoles.map(List::copyOf);
        health = health.filter(some -> !some.equals(Health.NONE));
    }

    /// The smallest definition that runs this command: one instance on the host network, all else
    /// by default, no ports.
    public static ApplicationSpec ofCommand(String cmd) {
        return new ApplicationSpec(
                Optional.of(cmd),
                List.of(),
                1,
                Resources.DEFAULT,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(Network.HOST),
                List.of(),
                false,
                List.of(),
                UpgradeStrategy.DEFAULT,
                Backoff.DEFAULT,
                KillSelection.YOUNGEST_FIRST,
                UnreachableStrategy.DEFAULT,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "*",
                Optional.empty(),
                "",
                Optional.empty());
    }

    /// The same definition for another number of instances.
    public ApplicationSpec withInstances(int wanted) {
        return with(wanted, constraints, container, portDefinitions, role, health);
    }

    /// The same definition with other constraints.
    public ApplicationSpec withConstraints(List<Constraint> others) {
        return with(instances, others, container, portDefinitions, role, health);
    }

    /// The same definition with other ports and container, as service ports are assigned.
    public ApplicationSpec withPorts(
            List<PortDefinition> definitions, Optional<Container> contained) {
        return with(instances, constraints, contained, definitions, role, health);
    }

    /// The same definition with something else asked of its instances.
    public ApplicationSpec withHealth(Health other) {
        return with(instances, constraints, container, portDefinitions, role, Optional.of(other));
    }

    /// The same definition in another role.
    public ApplicationSpec withRole(String other) {
        return with(instances, constraints, container, portDefinitions, other, health);
    }

    /// The same but for what is ever exchanged by itself.
    private ApplicationSpec with(
            int wanted,
            List<Constraint> others,
            Optional<Container> contained,
            List<PortDefinition> definitions,
            String inRole,
            Optional<Health> asked) {
        return new ApplicationSpec(
                cmd,
                args,
                wanted,
                resources,
                env,
                labels,
                others,
                contained,
                networks,
                definitions,
                requirePorts,
                fetch,
                upgradeStrategy,
                backoff,
                killSelection,
                unreachable,
                killGracePeriod,
                dependencies,
                user,
                inRole,
                acceptedResourceRoles,
                executor,
                asked);
    }

    /// What is asked of its instances.
    public Health healthOrNone() {
        return health.orElse(Health.NONE);
    }

    /// How long an instance that is to end is left running before; zero if no label says so, or in
    /// no way that can be read.
    public Duration drain() {
        return Optional.ofNullable(labels.get(DRAIN))
                .flatMap(ApplicationSpec::drain)
                .orElse(Duration.ZERO);
    }

    /// The time that the label [#DRAIN] names with this text, if it names one.
    public static Optional<Duration> drain(String text) {
        return Optional.of(text)
                .filter(it -> SECONDS.matcher(it).matches())
                .map(it -> Duration.ofSeconds(Integer.parseInt(it)))
                .filter(it -> it.compareTo(DRAIN_MAX) <= 0);
    }

    /// Whether tasks share the agent's network and take host ports by definition.
    public boolean onHostNetwork() {
        return networks.stream().anyMatch(network -> network.mode() == NetworkMode.HOST);
    }

    /// Whether the two differ in nothing but the number of instances.
    public boolean differsOnlyInInstances(ApplicationSpec other) {
        return withInstances(other.instances).equals(other);
    }

    /// Keeps insertion order, which `Map.copyOf` does not.
    static final class Ordered {
        private Ordered() {}

        static <K, V> Map<K, V> copyOf(Map<K, V> map) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }
    }
}
