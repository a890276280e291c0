package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.events.DeploymentId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact.RolloutStalled;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.DeploymentState.Limit;
import io.dromos.events.state.DeploymentState.Pause;
import io.dromos.events.state.DeploymentState.Steering;
import io.dromos.events.state.Instance.Kind;
import io.dromos.events.state.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final Map<String, String> LABELS =
            Map.of(ProgressDeadline.SECONDS, "100", ProgressDeadline.ROLLBACK, "true");

    private final ApplicationWorld world = new ApplicationWorld();

    /// Three run, and are exchanged for three whose health is asked.
    @BeforeEach
    void an_exchange_has_begun() {
        world.upgrade = new UpgradeStrategy(1, 1);
        world.change(3, false);
        world.settle(new Random(1));
        world.labels = LABELS;
        world.health =
                new Health(
                        List.of(HealthCheck.of(HealthCheck.Protocol.HTTP)),
                        Optional.empty(),
                        Optional.empty());
        world.change(3, true);
    }

    @Test
    void what_comes_nearer_to_the_end_is_progress_and_what_comes_and_goes_is_none() {
        assertThat(progress(() -> world.launch(1))).isFalse();
        var first = task(Kind.PLANNED);
        assertThat(progress(() -> world.tell(first, TaskState.STARTING))).isFalse();
        assertThat(progress(() -> world.tell(first, TaskState.RUNNING))).isTrue();
        assertThat(progress(() -> world.tell(first, TaskState.FAILED))).isFalse();
        world.pass(LIMIT);
        assertThat(progress(() -> world.launch(1))).isFalse();
        var second = task(Kind.PLANNED);
        assertThat(progress(() -> world.tell(second, TaskState.RUNNING))).isFalse();
        assertThat(progress(() -> world.prove(second))).isTrue();
        assertThat(progress(() -> world.fault(second, false))).isFalse();
        assertThat(progress(() -> world.prove(second))).isFalse();
        var leaving = task(Kind.LEAVING);
        assertThat(progress(() -> world.tell(leaving, TaskState.KILLED))).isTrue();
    }

    @Test
    void it_is_stalled_at_the_moment_and_not_before_once_with_one_sentence() {
        world.launch(3);
        world.tell(task(Kind.PLANNED), TaskState.RUNNING);
        var due = since().plus(LIMIT);
        assertThat(Wishes.wish(world.state, world.now).wakeAt().orElseThrow())
                .isBeforeOrEqualTo(due);
        tickAt(due.minusNanos(1));
        assertThat(stalls()).isEmpty();
        tickAt(due);
        assertThat(stalls()).hasSize(1);
        assertThat(stalls().getFirst().rollback()).isTrue();
        assertThat(stalls().getFirst().why())
                .startsWith(
                        "no progress for 100 s, 0 of 3 instances are ready, and 3 of another version left: 1 instance runs and may not be counted on yet: ")
                .endsWith("waits for the first result of its health check");
        tickAt(due.plus(LIMIT));
        assertThat(stalls()).hasSize(1);
    }

    @Test
    void progress_ends_a_stall_and_another_may_follow() {
        world.launch(3);
        tickAt(since().plus(LIMIT));
        assertThat(stall()).isPresent();
        var task = task(Kind.PLANNED);
        world.tell(task, TaskState.RUNNING);
        assertThat(stall()).isEmpty();
        tickAt(since().plus(LIMIT));
        assertThat(stalls()).hasSize(2);
    }

    @Test
    void time_without_listening_does_not_count() {
        var began = since();
        world.hearing = Hearing.ALWAYS.without(began.plusSeconds(10), began.plusSeconds(50));
        tickAt(began.plus(LIMIT));
        assertThat(stalls()).isEmpty();
        tickAt(began.plus(LIMIT).plusSeconds(39));
        assertThat(stalls()).isEmpty();
        assertThat(left()).contains(Duration.ofSeconds(1));
        world.hearing = world.hearing.deaf(world.now);
        tickAt(began.plus(LIMIT).plusSeconds(1_000));
        assertThat(stalls()).isEmpty();
        assertThat(left()).contains(Duration.ofSeconds(1));
        world.hearing = world.hearing.listening(world.now);
        tickAt(world.now.plusSeconds(1));
        assertThat(stalls()).hasSize(1);
    }

    @Test
    void after_a_start_it_begins_anew_since_nobody_knows_what_was_heard_before() {
        var start = since().plusSeconds(90);
        world.hearing = Hearing.NEVER.listening(start);
        tickAt(start.plus(LIMIT).minusNanos(1));
        assertThat(stalls()).isEmpty();
        tickAt(start.plus(LIMIT));
        assertThat(stalls()).hasSize(1);
    }

    /// Also over a restart in between: what is left stands in the log.
    @Test
    void while_paused_it_stands_still_and_then_goes_on_with_what_was_left() {
        var began = since();
        world.now = began.plusSeconds(70);
        order(steering(1, true, Optional.empty()));
        tickAt(began.plusSeconds(10_000));
        assertThat(stalls()).isEmpty();
        assertThat(left()).contains(Duration.ofSeconds(30));
        world.hearing = Hearing.NEVER.listening(world.now);
        order(steering(2, false, Optional.empty()));
        tickAt(world.now.plusSeconds(29));
        assertThat(stalls()).isEmpty();
        tickAt(world.now.plusSeconds(1));
        assertThat(stalls()).hasSize(1);
    }

    @Test
    void what_the_deployment_says_counts_in_place_of_the_labels() {
        order(steering(1, false, Optional.of(Duration.ofSeconds(10))));
        var began = since();
        tickAt(began.plusSeconds(9));
        assertThat(stalls()).isEmpty();
        tickAt(began.plusSeconds(10));
        assertThat(stalls().getFirst().rollback()).isFalse();
    }

    @Test
    void one_that_is_lifted_never_passes_and_another_begins_anew() {
        var lifted = new Limit(Optional.empty(), "ops", world.now);
        order(new Steering(1, Optional.empty(), Optional.of(lifted)));
        tickAt(since().plusSeconds(100_000));
        assertThat(stalls()).isEmpty();
        assertThat(left()).isEmpty();
        order(steering(2, false, Optional.of(Duration.ofSeconds(10))));
        assertThat(left()).contains(Duration.ofSeconds(10));
        tickAt(world.now.plusSeconds(10));
        assertThat(stalls()).hasSize(1);
    }

    @Test
    void a_deadline_that_is_set_while_it_is_paused_is_whole_when_it_goes_on() {
        order(steering(1, true, Optional.empty()));
        order(steering(2, true, Optional.of(Duration.ofSeconds(10))));
        assertThat(world.state.rollout().paused()).isTrue();
        tickAt(world.now.plusSeconds(1_000));
        assertThat(left()).contains(Duration.ofSeconds(10));
        order(steering(3, false, Optional.of(Duration.ofSeconds(10))));
        tickAt(world.now.plusSeconds(10));
        assertThat(stalls()).hasSize(1);
    }

    @Test
    void one_that_is_done_or_left_has_no_deadline() {
        var chance = new Random(1);
        world.settle(chance);
        assertThat(world.state.rollout().silence()).isEmpty();
        world.change(3, true);
        world.ask(new ApplicationCommand.Leave(deployment()));
        tickAt(world.now.plusSeconds(100_000));
        assertThat(stalls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "600, 600",
        "86400, 86400",
        "0,",
        "86401,",
        "-1,",
        "1.5,",
        "ten,",
        "'',",
        "' 5',",
    })
    void a_label_names_whole_seconds_within_bounds_or_nothing(String text, Long seconds) {
        assertThat(ProgressDeadline.limit(text).map(Duration::toSeconds))
                .isEqualTo(Optional.ofNullable(seconds));
    }

    private boolean progress(Runnable event) {
        world.pass(Duration.ofSeconds(1));
        var before = since();
        event.run();
        return since().isAfter(before);
    }

    private Instant since() {
        return world.state.rollout().silence().orElseThrow().since();
    }

    private Optional<Silence.Stall> stall() {
        return world.state.rollout().silence().flatMap(Silence::stall);
    }

    private Optional<Duration> left() {
        return Patience.left(world.state.rollout(), world.now, world.hearing);
    }

    private void tickAt(Instant now) {
        world.now = now;
        world.ask(new ApplicationCommand.Tick());
    }

    private List<RolloutStalled> stalls() {
        return world.log.stream()
                .filter(RolloutStalled.class::isInstance)
                .map(RolloutStalled.class::cast)
                .toList();
    }

    private TaskId task(Kind kind) {
        return world.state.instances().pick(kind, _ -> true, 1, false).stream()
                .flatMap(instance -> instance.task().stream())
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Steering steering(int turn, boolean paused, Optional<Duration> limit) {
        return new Steering(
                turn,
                paused
                        ? Optional.of(new Pause("ops", Optional.empty(), world.now))
                        : Optional.empty(),
                limit.map(it ->
                        new Limit(
                                Optional.of(new ProgressDeadline(it, false)),
                                "ops",
                                Instant.EPOCH)));
    }

    private void order(Steering steering) {
        world.ask(
                steering.pause().isPresent()
                        ? new ApplicationCommand.Pause(world.admission, deployment(), steering)
                        : new ApplicationCommand.Release(
                                world.admission, deployment(), 0, steering));
    }

    private DeploymentId deployment() {
        return new DeploymentId("d" + world.admission);
    }
}
