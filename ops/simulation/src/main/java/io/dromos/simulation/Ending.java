package io.dromos.simulation;

import io.dromos.events.state.Instance;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// Whether everything that is wanted has come true, and nothing else.
///
/// @param truth what is durable
/// @param cluster whose scheduler has to be at rest
/// @param mesos where tasks really run
record Ending(Truth truth, Cluster cluster, Mesos mesos) {

    /// What is still missing though some deployments are paused: all others have ended, and those
    /// are as a pause promises.
    Optional<String> missingWhilePaused() {
        for (var id : truth.openDeployments()) {
            var state = truth.deployment(id);
            if (!state.paused() || state.outcome().isPresent())
                return Optional.of("A deployment is open and not paused: " + state);
            var lack = truth.pauses().missing(state);
            if (lack.isPresent()) return lack;
        }
        return Optional.empty();
    }

    /// What is still missing, in a sentence.
    Optional<String> missing() {
        if (!truth.openDeployments().isEmpty())
            return Optional.of("Deployments are open: " + truth.openDeployments());
        var planned = new TreeSet<String>();
        for (var state : truth.applications()) {
            var wanted = truth.catalog().apps().get(state.app());
            int count = wanted == null ? 0 : wanted.spec().instances();
            if (state.instances().count(Instance.Kind.RUNNING) != count
                    || state.instances().size() != count)
                return Optional.of(
                        "%s wants %d instances and has %s".formatted(state.app(), count, state));
            var version = state.run().map(run -> run.version());
            if (!version.equals(Optional.ofNullable(wanted).map(it -> it.version())))
                return Optional.of(
                        "%s follows %s, wanted is %s".formatted(state.app(), version, wanted));
            for (var instance : state.instances().all().values())
                instance.task().ifPresent(task -> planned.add(task.id().value()));
        }
        for (var wanted : truth.catalog().apps().values())
            if (truth.application(wanted.app()).run().isEmpty())
                return Optional.of(wanted.app() + " has not heard that it is wanted");
        var live = mesos.fleet().liveTasks();
        live.removeIf(task -> task.contains(Mesos.STRANGER));
        if (!live.equals(planned))
            return Optional.of("Tasks live: %s, the log has %s".formatted(live, planned));
        for (var launch : mesos.fleet().liveLaunches()) {
            var wanted = Objects.requireNonNull(truth.catalog().apps().get(launch.app()));
            // A change that was given up leaves some as they were.
            boolean current =
                    truth.application(launch.app())
                            .instances()
                            .find(launch.task().instance())
                            .filter(it -> it.config().equals(wanted.info().lastConfigChangeAt()))
                            .isPresent();
            if (current && !wanted.spec().role().equals(launch.role()))
                return Optional.of(
                        "%s runs in role %s, wanted is %s"
                                .formatted(launch.task(), launch.role(), wanted));
        }
        return scheduler();
    }

    private Optional<String> scheduler() {
        var schedulers = cluster.schedulers();
        if (schedulers.size() != 1)
            return Optional.of("%d schedulers are at work".formatted(schedulers.size()));
        var state = schedulers.getFirst().state();
        if (!state.isSubscribed()) return Optional.of("The scheduler is not subscribed");
        if (state.unsettled() > 0) return Optional.of("The scheduler waits for answers: " + state);
        return Optional.empty();
    }
}
