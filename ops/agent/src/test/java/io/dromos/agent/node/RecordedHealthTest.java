package io.dromos.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.master.Recording;
import io.dromos.agent.node.RecordedTasks.Recorded;
import io.dromos.agent.node.health.Health;
import io.dromos.agent.node.health.Reading;
import io.dromos.agent.node.health.Timing;
import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.Answered;
import io.dromos.probe.Outcome.Connected;
import io.dromos.probe.Outcome.Exited;
import io.dromos.probe.Outcome.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tasks of the recordings that show checks, against what decides about ours: the world is what
/// the tasks' commands made of it, at the times they made it, and every word must be the one that a
/// real executor said, in its time. Nothing is run and nothing waits.
class RecordedHealthTest {
    /// How much sooner or later than recorded a word may come, in seconds: a check more or less.
    private static final double NOISE = 1.2;

    /// What a probe takes, about.
    private static final double PROBE = 0.01;

    private record Word(double t, Object said) {}

    /// The world changes at the given seconds after the task was told to run.
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "18-health-command, h1, 0 bad 0.2 good 4 bad",
        "18-health-command, h2, 0 bad 2.5 good 5 bad 6.5 good",
        "18-health-command, h3, 0 bad",
        "18-health-command, h4, 0 hangs",
        "18-health-command, h5, 0 bad",
        "19-health-http-and-tcp, web, 0 refused 0.2 200 4 404",
        "19-health-http-and-tcp, deaf, 0 refused",
        "19-health-http-and-tcp, web2, 0 refused 0.2 200",
        "19-health-http-and-tcp, tcp, 0 closed 0.2 open 4 closed",
    })
    void health_is_told_as_a_real_executor_told_it(String recording, String id, String world)
            throws Exception {
        var task = task(recording, id);
        var check = task.info().getHealthCheck();
        var told = new ArrayList<Word>();
        var health = Health.of(check);
        var killed = false;
        var timing = Timing.of(check);
        for (var t = seconds(timing.delay()); t < lasted(task) && !killed; ) {
            var outcome = world(world).apply(t);
            t +=
                    outcome instanceof NoAnswer(var why) && why.equals("hangs")
                            ? seconds(timing.timeout())
                            : PROBE;
            var step = health.observe(outcome, Duration.ofMillis(Math.round(t * 1000)), false);
            health = step.next();
            killed = step.kill();
            if (step.tell().isPresent()) {
                told.add(new Word(t, step.tell().get()));
            }
            t += seconds(timing.interval());
        }
        var recorded =
                words(task, Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED, TaskStatus::getHealthy);
        assertThat(told.stream().map(word -> word.said()).toList())
                .isEqualTo(recorded.stream().map(word -> word.said()).toList());
        assertInTime(told, recorded);
        var last = task.statuses().getLast();
        assertThat(killed).isEqualTo(last.hasHealthy() && !last.getHealthy());
        assertThat(killed && last.getState() != TaskState.TASK_KILLED).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "c1, 0 exit9 3 good 6 exit9",
        "c2, 0 refused 2 404 4 200",
        "c3, 0 closed 2 open",
        "c4, 0 bad",
    })
    void a_check_is_told_as_a_real_executor_told_it(String id, String world) throws Exception {
        var task = task("20-checks", id);
        var check = task.info().getCheck();
        var told = new ArrayList<Word>();
        var reading = Reading.of(check);
        var timing = Timing.of(check);
        for (var t = seconds(timing.delay());
                t < lasted(task);
                t += PROBE + seconds(timing.interval())) {
            var step = reading.observe(world(world).apply(t), false);
            reading = step.next();
            if (step.tell().isPresent()) {
                told.add(new Word(t, step.tell().get()));
            }
        }
        var recorded =
                words(task, Reason.REASON_TASK_CHECK_STATUS_UPDATED, TaskStatus::getCheckStatus);
        assertThat(told.stream().map(word -> word.said()).toList())
                .isEqualTo(recorded.stream().map(word -> word.said()).toList());
        assertInTime(told, recorded);
        assertThat(task.statuses().getFirst().getCheckStatus()).isEqualTo(Reading.of(check).told());
    }

    private static void assertInTime(List<Word> told, List<Word> recorded) {
        for (var i = 0; i < told.size(); i++) {
            assertThat(told.get(i).t())
                    .as("when word %s was said", i)
                    .isBetween(recorded.get(i).t() - NOISE, recorded.get(i).t() + NOISE);
        }
    }

    private static Recorded task(String recording, String id) throws Exception {
        return RecordedTasks.of(Recording.read(recording)).stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// What a check said, in seconds after the task was told to run.
    private static List<Word> words(
            Recorded task, Reason reason, Function<TaskStatus, Object> said) {
        return task.statuses().stream()
                .filter(status -> status.getReason() == reason)
                .map(status -> new Word(status.getTimestamp() - running(task), said.apply(status)))
                .toList();
    }

    private static double running(Recorded task) {
        return task.statuses().stream()
                .filter(status -> status.getState() == TaskState.TASK_RUNNING)
                .findFirst()
                .orElseThrow()
                .getTimestamp();
    }

    /// Checked until it was told to end, or did.
    private static double lasted(Recorded task) {
        return task.statuses().stream()
                        .filter(status -> status.getTimestamp() > running(task))
                        .filter(status -> status.getState() != TaskState.TASK_RUNNING)
                        .findFirst()
                        .orElseThrow()
                        .getTimestamp()
                - running(task);
    }

    private static DoubleFunction<Outcome> world(String text) {
        var words = text.split(" ");
        return t -> {
            var now = words[1];
            for (var i = 0; i < words.length && Double.parseDouble(words[i]) <= t; i += 2) {
                now = words[i + 1];
            }
            return outcome(now);
        };
    }

    private static Outcome outcome(String word) {
        return switch (word) {
            case "good" -> new Exited(0);
            case "bad" -> new Exited(1);
            case "exit9" -> new Exited(9);
            case "open" -> new Connected(true);
            case "closed" -> new Connected(false);
            case "refused", "hangs" -> new NoAnswer(word);
            default -> new Answered(Integer.parseInt(word));
        };
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
