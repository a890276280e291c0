package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.domain.health.Subject;
import io.dromos.domain.health.Subject.Asked;
import io.dromos.domain.health.Watch;
import io.dromos.domain.health.WatchContext;
import io.dromos.domain.health.WatchEffect;
import io.dromos.domain.health.WatchInput;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.spec.HealthCheck;
import io.dromos.events.spec.HealthCheck.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthBoardTest {

    private static final AppId WEB = new AppId("/web");
    private static final TaskId TASK = TaskId.of(InstanceId.of(WEB, "1"), 1);

    private final HealthBoard board = new HealthBoard();
    private Watch watch = Watch.NONE;
    private List<WatchEffect> effects = List.of();

    @Test
    void its_number_and_what_it_gives_change_only_with_what_is_found() {
        var question = Optional.<Question>of(new Question.Connect("10.0.0.1", 80, Duration.ZERO));
        var asked = new Asked<>(HealthCheck.of(Protocol.TCP), question);
        var none = Optional.<Boolean>empty();
        var subject =
                new Subject(
                        TASK, Instant.EPOCH, true, none, none, List.of(asked), Optional.empty());
        step(new WatchInput.Compared(List.of(subject)), 0);
        long begun = board.revision();
        var shown = board.of(WEB);
        assertThat(shown.find(TASK)).isPresent();
        step(new WatchInput.Passed(), 5);
        var ask = (WatchEffect.Ask) effects.getFirst();
        assertThat(board.revision()).as("asked").isEqualTo(begun);
        assertThat(board.of(WEB)).as("asked").isSameAs(shown);
        step(new WatchInput.Tried(ask.ticket(), new Attempt.Connected()), 6);
        long found = board.revision();
        assertThat(found).as("found").isGreaterThan(begun);
        assertThat(board.of(WEB)).as("found").isSameAs(watch);
        step(new WatchInput.Heard(true), 7);
        assertThat(board.revision()).as("heard").isEqualTo(found);
        step(new WatchInput.Compared(List.of()), 8);
        assertThat(board.revision()).as("nobody is left").isGreaterThan(found);
        long over = board.revision();
        step(new WatchInput.Compared(List.of()), 9);
        board.show(WEB, Watch.NONE);
        assertThat(board.revision()).as("nobody was there").isEqualTo(over);
        assertThat(board.of(WEB)).isSameAs(Watch.NONE);
    }

    private void step(WatchInput input, int second) {
        var at =
                new WatchContext(
                        Duration.ofSeconds(second),
                        Instant.EPOCH.plusSeconds(second),
                        Hearing.ALWAYS);
        var stepped = watch.step(input, at);
        watch = stepped.next();
        effects = stepped.effects();
        board.show(WEB, watch);
    }
}
