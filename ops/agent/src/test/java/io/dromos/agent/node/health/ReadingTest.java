package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.Answered;
import io.dromos.probe.Outcome.Connected;
import io.dromos.probe.Outcome.Exited;
import io.dromos.probe.Outcome.NoAnswer;
import io.dromos.probe.Outcome.NotAsked;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final Outcome SILENCE = new NoAnswer("silence");
    private static final Outcome NOTHING = new NotAsked("the machine is busy");

    @Test
    void an_exit_status_is_told_when_it_is_another() {
        assertThat(told(CheckInfo.Type.COMMAND, new Exited(9), new Exited(9), new Exited(0)))
                .containsExactly("exit_code: 9", "exit_code: 0");
    }

    @Test
    void a_missing_answer_is_told_once_there_was_one() {
        assertThat(told(CheckInfo.Type.HTTP, SILENCE, new Answered(404), SILENCE, SILENCE))
                .containsExactly("status_code: 404", "");
        assertThat(told(CheckInfo.Type.TCP, new Connected(false), new Connected(true), SILENCE))
                .containsExactly("succeeded: false", "succeeded: true", "");
    }

    @Test
    void what_was_not_asked_changes_nothing() {
        assertThat(told(CheckInfo.Type.COMMAND, NOTHING, new Exited(1), NOTHING, new Exited(1)))
                .containsExactly("exit_code: 1");
    }

    @Test
    void what_is_not_told_now_is_told_later() {
        var reading = Reading.of(check(CheckInfo.Type.COMMAND));
        var quiet = reading.observe(new Exited(1), true);
        assertThat(quiet.tell()).isEmpty();
        assertThat(quiet.next().observe(new Exited(1), false).tell()).isPresent();
    }

    private static List<String> told(CheckInfo.Type type, Outcome... outcomes) {
        var reading = Reading.of(check(type));
        var told = new ArrayList<String>();
        for (var outcome : outcomes) {
            var step = reading.observe(outcome, false);
            step.tell()
                    .ifPresent(status -> {
                        assertThat(status.getType()).isEqualTo(type);
                        var result =
                                switch (type) {
                                    case COMMAND -> status.getCommand();
                                    case HTTP -> status.getHttp();
                                    case TCP -> status.getTcp();
                                    case UNKNOWN -> status;
                                };
                        told.add(result.toString().strip());
                    });
            reading = step.next();
        }
        return told;
    }

    private static CheckInfo check(CheckInfo.Type type) {
        return CheckInfo.newBuilder().setType(type).build();
    }
}
