package io.dromos.actors;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A Mesos of one endless agent that runs what it is told at once. It outlives the links to it.
final class ToyMesos implements AutoCloseable {

    final Map<String, TaskState> tasks = new ConcurrentHashMap<>();
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final AtomicInteger launches = new AtomicInteger();

    /// The names that were subscribed under.
    final List<Optional<FrameworkId>> names = new CopyOnWriteArrayList<>();

    /// The name to give, whatever was asked for.
    volatile Optional<FrameworkId> gives = Optional.empty();

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    SchedulerLink connect(Consumer<SchedulerEvent> listener) {
        return new Link(listener);
    }

    Collection<String> in(TaskState state) {
        return tasks.entrySet().stream()
                .filter(task -> task.getValue() == state)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Whether a link was closed.
    boolean isLeft() {
        return left.get() > 0;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class Link implements SchedulerLink {
        private final Consumer<SchedulerEvent> listener;
        private volatile boolean closed;

        Link(Consumer<SchedulerEvent> listener) {
            this.listener = listener;
        }

        @Override
        public void start(Optional<FrameworkId> framework) {
            names.add(framework);
            later(() -> {
                var id = gives.or(() -> framework).orElse(new FrameworkId("F1"));
                tell(new SchedulerEvent.Subscribed(id, Duration.ofSeconds(15), "toy:5050"));
                offer();
            });
        }

        @Override
        public void resubscribe() {
            start(Optional.of(new FrameworkId("F1")));
        }

        @Override
        public void stop() {}

        @Override
        public void close() {
            closed = true;
            left.incrementAndGet();
        }

        @Override
        public void call(long number, SchedulerCall call) {
            later(() -> {
                tell(new SchedulerEvent.Answered(number, 202, ""));
                take(call);
            });
        }

        private void take(SchedulerCall call) {
            switch (call) {
                case SchedulerCall.Accept accept -> {
                    for (var launch : accept.launches()) {
                        launches.incrementAndGet();
                        update(launch.task().value(), TaskState.STARTING, Optional.empty());
                        update(launch.task().value(), TaskState.RUNNING, Optional.empty());
                    }
                    offer();
                }
                case SchedulerCall.Kill kill ->
                        update(kill.taskId(), TaskState.KILLED, Optional.empty());
                case SchedulerCall.Acknowledge acknowledge -> acknowledged.add(acknowledge.uuid());
                case SchedulerCall.Revive _ -> offer();
                case SchedulerCall.Reconcile reconcile -> reconcile(reconcile);
                case SchedulerCall.Decline _,
                        SchedulerCall.Suppress _,
                        SchedulerCall.UpdateRoles _,
                        SchedulerCall.Teardown _ -> {}
            }
        }

        private void reconcile(SchedulerCall.Reconcile reconcile) {
            for (var question : reconcile.tasks()) {
                var id = question.task().value();
                var known = tasks.getOrDefault(id, TaskState.GONE);
                update(id, known, Optional.of("REASON_RECONCILIATION"));
            }
        }

        private void update(String task, TaskState state, Optional<String> reason) {
            if (reason.isEmpty()) tasks.put(task, state);
            var uuid =
                    reason.isEmpty()
                            ? Optional.of("u" + numbers.incrementAndGet())
                            : Optional.<String>empty();
            tell(
                    new SchedulerEvent.Updated(
                            new TaskStatus(
                                    task,
                                    state,
                                    Optional.of(new AgentId("S0")),
                                    uuid,
                                    reason,
                                    "",
                                    Optional.empty(),
                                    List.of("127.0.0.1"),
                                    Instant.now())));
        }

        private void offer() {
            tell(
                    new SchedulerEvent.Offered(
                            List.of(
                                    new Offer(
                                            new OfferId("O" + numbers.incrementAndGet()),
                                            new AgentId("S0"),
                                            "agent1",
                                            "127.0.0.1",
                                            "*",
                                            100,
                                            100_000,
                                            100_000,
                                            0,
                                            List.of(new PortRange(31_000, 32_000)),
                                            Map.of(),
                                            Optional.empty(),
                                            Optional.empty()))));
        }

        private void tell(SchedulerEvent event) {
            if (!closed) listener.accept(event);
        }

        private void later(Runnable work) {
            if (!thread.isShutdown()) thread.execute(work);
        }
    }
}
