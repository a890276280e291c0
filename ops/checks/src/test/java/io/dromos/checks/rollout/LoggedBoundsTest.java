package io.dromos.checks.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.rollout.LoggedBounds.Span;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.InstanceHealthChanged;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoggedBoundsTest {

    private static final AppId WEB = new AppId("/web");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Optional<Boolean> UNTOLD = Optional.empty();

    private final LoggedBounds bounds = new LoggedBounds();

    @Test
    void one_serves_once_its_agent_finds_it_healthy() {
        running(1, Optional.of(true));
        running(2, UNTOLD);
        adopt();
        assertThat(last()).isEqualTo(new Span(1, 2));
        tell(1, TaskState.RUNNING, Optional.of(false));
        assertThat(last()).isEqualTo(new Span(0, 2));
    }

    @Test
    void one_serves_as_long_as_the_server_finds_it_healthy() {
        running(1, UNTOLD);
        find(1, true);
        adopt();
        assertThat(last()).isEqualTo(new Span(1, 1));
        find(1, false);
        assertThat(last()).isEqualTo(new Span(0, 1));
    }

    @Test
    void one_that_is_told_to_end_serves_no_more_and_is_there_until_it_has() {
        running(1, Optional.of(true));
        adopt();
        bounds.count(new KillRequested(WEB, task(1).instance(), "test", true, AT));
        tell(1, TaskState.RUNNING, Optional.of(true));
        find(1, true);
        assertThat(last()).as("it drains").isEqualTo(new Span(0, 1));
        plan(2);
        assertThat(last()).isEqualTo(new Span(0, 2));
        tell(1, TaskState.KILLED, UNTOLD);
        plan(3);
        assertThat(last()).as("the first one has gone").isEqualTo(new Span(0, 2));
        bounds.count(new LaunchAbandoned(WEB, task(3), "test", false, AT));
        plan(4);
        assertThat(last()).as("the third one never came").isEqualTo(new Span(0, 2));
    }

    @Test
    void each_change_has_bounds_of_its_own() {
        adopt();
        running(1, Optional.of(true));
        running(2, Optional.of(true));
        adopt();
        running(3, Optional.of(true));
        assertThat(bounds.spans()).containsExactly(new Span(0, 2), new Span(2, 3));
    }

    private Span last() {
        return bounds.spans().getLast();
    }

    private void adopt() {
        var target = new Target.Remove(new Version(AT));
        bounds.count(new VersionAdopted(WEB, 1, new DeploymentId("d"), target, AT));
    }

    private void running(int number, Optional<Boolean> healthy) {
        plan(number);
        tell(number, TaskState.RUNNING, healthy);
    }

    private void plan(int number) {
        var place =
                new Placement(
                        new AgentId("a"),
                        "h",
                        "127.0.0.1",
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        var task = task(number);
        bounds.count(
                new InstancePlanned(WEB, task.instance(), task, new Version(AT), place, 1, AT));
    }

    private void tell(int number, TaskState state, Optional<Boolean> healthy) {
        bounds.count(
                new TaskObserved(
                        WEB,
                        task(number),
                        state,
                        Optional.empty(),
                        "",
                        healthy,
                        Optional.empty(),
                        List.of(),
                        AT));
    }

    private void find(int number, boolean healthy) {
        bounds.count(new InstanceHealthChanged(WEB, task(number), healthy, Optional.empty(), AT));
    }

    private static TaskId task(int number) {
        return TaskId.of(InstanceId.of(WEB, "" + number), 1);
    }
}
