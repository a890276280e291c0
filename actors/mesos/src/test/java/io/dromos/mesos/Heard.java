package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/// A listener that remembers.
final class Heard implements Consumer<SchedulerEvent> {

    private final List<SchedulerEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void accept(SchedulerEvent event) {
        events.add(event);
    }

    List<SchedulerEvent> all() {
        return List.copyOf(events);
    }

    <E extends SchedulerEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// The n-th event of a type, counting from 1, when it has come.
    <E extends SchedulerEvent> E await(Class<E> type, int n) {
        awaitCount(type, n);
        return all(type).get(n - 1);
    }

    void awaitCount(Class<? extends SchedulerEvent> type, int n) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() ->
                        assertThat(all(type).size())
                                .as(() -> "the events so far: " + events)
                                .isGreaterThanOrEqualTo(n));
    }
}
