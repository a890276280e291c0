package io.dromos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private static final AppId WEB = new AppId("/web");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Bounds bounds = new Bounds(2);

    @Test
    void counting_begins_once_enough_serve() {
        plan(1);
        tell(1, TaskState.RUNNING);
        assertThat(bounds.most()).isZero();
        plan(2);
        tell(2, TaskState.RUNNING);
        assertThat(bounds.fewest()).isEqualTo(2);
        assertThat(bounds.most()).isEqualTo(2);
    }

    @Test
    void one_that_was_told_to_end_serves_no_more_and_is_there_until_it_has() {
        two();
        kill(1);
        assertThat(bounds.fewest()).isEqualTo(1);
        tell(1, TaskState.RUNNING);
        plan(3);
        assertThat(bounds.most()).as("with the one that ends").isEqualTo(3);
        tell(3, TaskState.RUNNING);
        tell(1, TaskState.KILLED);
        plan(4);
        assertThat(bounds.most()).as("without it").isEqualTo(3);
        kill(2);
        kill(3);
        assertThat(bounds.fewest()).isZero();
    }

    @Test
    void one_that_fails_or_was_never_launched_is_not_there() {
        two();
        tell(1, TaskState.FAILED);
        assertThat(bounds.fewest()).isEqualTo(1);
        plan(3);
        bounds.count(new LaunchAbandoned(WEB, task(3), "test", false, AT));
        plan(4);
        assertThat(bounds.most()).isEqualTo(2);
    }

    private void two() {
        for (int number = 1; number <= 2; number++) {
            plan(number);
            tell(number, TaskState.RUNNING);
        }
    }

    private void plan(int number) {
        var place =
                new Placement(
                        new AgentId("a"),
                        "h",
                        "10.0.0.7",
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        var task = task(number);
        bounds.count(
                new InstancePlanned(WEB, task.instance(), task, new Version(AT), place, 1, AT));
    }

    private void tell(int number, TaskState state) {
        bounds.count(
                new TaskObserved(
                        WEB,
                        task(number),
                        state,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        AT));
    }

    private void kill(int number) {
        bounds.count(new KillRequested(WEB, task(number).instance(), "test", true, AT));
    }

    private static TaskId task(int number) {
        return TaskId.of(InstanceId.of(WEB, "" + number), 1);
    }
}
