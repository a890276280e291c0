package io.dromos.domain.health;

import static io.dromos.domain.health.WatchWorld.BAD;
import static io.dromos.domain.health.WatchWorld.task;
import static io.dromos.domain.health.WatchWorld.unready;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationCommand.Ready;
import io.dromos.domain.health.Attempt.Answered;
import io.dromos.events.spec.ReadinessCheck;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final WatchWorld world = new WatchWorld();

    @Test
    void a_task_is_asked_at_once_and_every_interval_until_it_is_ready() {
        world.see(unready(task(1), ReadinessCheck.DEFAULT));
        assertThat(world.asks).hasSize(1);
        for (int round = 0; round < 3; round++) {
            world.answer(new Answered(503, "text/plain", "not yet")).pass(29);
            assertThat(world.asks).isEmpty();
            world.pass(1);
            assertThat(world.asks).hasSize(1);
        }
        assertThat(world.told()).isEmpty();
        world.answer(new Answered(200, "text/plain", "yes"));
        assertThat(world.told()).containsExactly(new Ready(task(1)));
        world.heard().pass(1_000);
        assertThat(world.asks).isEmpty();
        assertThat(found()).isEqualTo(new Watched.Readiness(true, last(200, "yes")));
    }

    @Test
    void only_the_codes_of_the_check_are_ready() {
        var plain = ReadinessCheck.DEFAULT;
        var check =
                new ReadinessCheck(
                        plain.name(),
                        false,
                        "/",
                        plain.portName(),
                        plain.interval(),
                        plain.timeout(),
                        List.of(201, 503),
                        true);
        world.see(unready(task(1), check)).answer(new Answered(200, "", ""));
        assertThat(world.told()).isEmpty();
        world.next(new Answered(503, "", ""));
        assertThat(world.told()).containsExactly(new Ready(task(1)));
    }

    @Test
    void no_answer_counts_as_that_of_a_gateway_that_waited() {
        world.see(unready(task(1), ReadinessCheck.DEFAULT)).answer(BAD);
        assertThat(found()).isEqualTo(new Watched.Readiness(false, last(504, "refused")));
        world.next(new Attempt.NotMade("stood still"));
        assertThat(found()).isEqualTo(new Watched.Readiness(false, last(504, "refused")));
    }

    @Test
    void it_is_told_until_the_state_shows_it() {
        var before = unready(task(1), ReadinessCheck.DEFAULT);
        world.see(before).answer(new Answered(200, "", "")).heard().see(before);
        assertThat(world.told()).containsExactly(new Ready(task(1)), new Ready(task(1)));
        var after =
                new Subject(
                        before.task(),
                        before.startedAt(),
                        true,
                        Optional.empty(),
                        Optional.of(true),
                        List.of(),
                        before.readiness());
        world.heard().see(after).pass(1_000);
        assertThat(world.told()).isEmpty();
        assertThat(world.asks).isEmpty();
    }

    private Watched.Readiness found() {
        return world.watch.find(task(1)).orElseThrow().readiness();
    }

    private static Optional<Answered> last(int status, String body) {
        return Optional.of(new Answered(status, "text/plain", body));
    }
}
