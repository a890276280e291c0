package io.dromos.agent.master;

import io.dromos.agent.link.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// Frameworks come, go, come back and are removed.
final class Subscriptions {
    private final Ledger ledger;
    private final Allocator allocator;

    Subscriptions(Ledger ledger, Allocator allocator) {
        this.ledger = ledger;
        this.allocator = allocator;
    }

    /// SUBSCRIBE. What the master refuses is told on the new stream, which ends with it.
    void subscribe(String stream, Call call) {
        FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
        List<String> suppressed = call.getSubscribe().getSuppressedRolesList();
        String id = call.getFrameworkId().getValue();
        Optional<String> refusal = RoleRules.refusal(info, suppressed).or(() -> known(id, info));
        if (refusal.isPresent()) {
            ledger.effect(new Effect.Tell(stream, Events.error(refusal.get())));
            ledger.effect(new Effect.EndStream(stream));
            return;
        }
        boolean known = ledger.frameworks.containsKey(id);
        Framework framework =
                known ? Objects.requireNonNull(ledger.frameworks.get(id)) : add(id, info);
        boolean replaces = leaveOldStream(framework);
        framework.connect(stream, accepted(framework, info), ledger.now());
        framework.suppressed.clear();
        framework.suppressed.addAll(suppressed);
        announce(framework, known);
        ledger.tell(framework, Events.subscribed(ledger.settings, framework.id));
        ledger.tell(framework, Events.HEARTBEAT);
        if (!replaces) {
            allocator.allocate();
        }
        repeatUnacknowledged(framework);
    }

    private void announce(Framework framework, boolean known) {
        ledger.announce(() ->
                known
                        ? OperatorEvents.frameworkUpdated(framework)
                        : OperatorEvents.frameworkAdded(framework));
    }

    private Optional<String> known(String id, FrameworkInfo info) {
        if (ledger.completed.containsKey(id)) {
            return Optional.of("Framework has been removed");
        }
        Framework framework = ledger.frameworks.get(id);
        if (framework == null) {
            return ledger.frameworks.size() < Settings.MAX_FRAMEWORKS
                    ? Optional.empty()
                    : Optional.of(
                            "This master takes no more than "
                                    + Settings.MAX_FRAMEWORKS
                                    + " frameworks");
        }
        return framework.info().getPrincipal().equals(info.getPrincipal())
                ? Optional.empty()
                : Optional.of("Changing framework's principal is not allowed.");
    }

    private Framework add(String id, FrameworkInfo info) {
        ledger.met(id);
        String given = id.isEmpty() ? ledger.newFrameworkId() : id;
        Framework framework = new Framework(given, withId(info, given), ledger.now(), false);
        ledger.frameworks.put(given, framework);
        return framework;
    }

    /// User and checkpoint never change after the first subscription; attempts are ignored.
    private static FrameworkInfo accepted(Framework framework, FrameworkInfo info) {
        FrameworkInfo.Builder accepted =
                withId(info, framework.id).toBuilder().setUser(framework.info().getUser());
        if (framework.info().hasCheckpoint()) {
            accepted.setCheckpoint(framework.info().getCheckpoint());
        } else {
            accepted.clearCheckpoint();
        }
        return accepted.build();
    }

    private boolean leaveOldStream(Framework framework) {
        Optional<String> old = framework.stream();
        old.ifPresent(stream -> {
            ledger.tell(framework, Events.error("Framework failed over"));
            ledger.effect(new Effect.EndStream(stream));
            dropOffers(framework);
        });
        return old.isPresent();
    }

    private void repeatUnacknowledged(Framework framework) {
        framework.tasks.values().stream()
                .flatMap(task -> task.unacknowledged().stream())
                .forEach(status -> ledger.tell(framework, status));
    }

    /// The stream of a connected framework ended: its failover time begins.
    void streamGone(String stream) {
        List<Framework> holders =
                ledger.frameworks.values().stream()
                        .filter(each -> each.stream().equals(Optional.of(stream)))
                        .toList();
        for (Framework framework : holders) {
            dropOffers(framework);
            double seconds = Math.max(0, framework.info().getFailoverTimeout());
            Instant until = ledger.now().plus(Duration.ofNanos((long) (seconds * 1e9)));
            framework.disconnect(until);
            if (seconds == 0) {
                remove(framework);
            }
        }
    }

    /// Heartbeats and failover times that are due.
    void wake() {
        for (Framework framework : List.copyOf(ledger.frameworks.values())) {
            while (framework.nextHeartbeat().filter(this::isDue).isPresent()) {
                ledger.tell(framework, Events.HEARTBEAT);
                framework.beat();
            }
            if (framework.removeAt().filter(this::isDue).isPresent()) {
                remove(framework);
            }
        }
    }

    /// A pause of ours is no time in which a scheduler could have come back.
    void paused(Duration pause) {
        ledger.frameworks.values().forEach(framework -> framework.waitLonger(pause));
    }

    private boolean isDue(Instant at) {
        return !ledger.now().isBefore(at);
    }

    /// Ends a framework: its tasks are killed, nobody is told, its id is never taken again.
    void remove(Framework framework) {
        framework.stream().ifPresent(stream -> ledger.effect(new Effect.EndStream(stream)));
        dropOffers(framework);
        FrameworkID id = FrameworkID.newBuilder().setValue(framework.id).build();
        for (Agent agent : ledger.agents.values()) {
            ledger.send(agent, new Order.ShutdownFramework(id));
        }
        for (Task task : List.copyOf(framework.tasks.values())) {
            end(task);
        }
        framework.remove(ledger.now());
        ledger.frameworks.remove(framework.id);
        ledger.completed.put(framework.id, framework);
        ledger.announce(() -> OperatorEvents.frameworkRemoved(framework));
        if (ledger.completed.size() > Settings.MAX_COMPLETED_FRAMEWORKS) {
            ledger.completed.remove(ledger.completed.keySet().iterator().next());
        }
    }

    private void end(Task task) {
        if (!Task.isTerminal(task.state())) {
            String message = "Framework " + task.framework.id + " removed";
            TaskStatus status =
                    Statuses.of(
                            task.info.getTaskId(),
                            Optional.of(Statuses.agentId(task)),
                            TaskState.TASK_KILLED,
                            Reason.REASON_FRAMEWORK_REMOVED,
                            message,
                            ledger.now());
            ledger.update(task, status, TaskState.TASK_KILLED);
        }
        ledger.endTask(task);
    }

    private void dropOffers(Framework framework) {
        List<Offer> open =
                ledger.offers.values().stream()
                        .filter(offer -> offer.framework() == framework)
                        .toList();
        open.forEach(ledger::removeOffer);
    }

    private static FrameworkInfo withId(FrameworkInfo info, String id) {
        return info.toBuilder().setId(FrameworkID.newBuilder().setValue(id)).build();
    }
}
