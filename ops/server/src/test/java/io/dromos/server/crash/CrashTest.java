package io.dromos.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import io.dromos.actors.SchedulerSetting.Links;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {

    private final List<String> story = new ArrayList<>();

    @Test
    void unarmed_it_leaves_everything_as_it_is() {
        var crash = new Crash(CrashPoint.parse(""), this::end);
        Links links = listener -> new Wire(listener, true);
        Function<HttpRequest, CompletionStage<HttpResponse>> handler =
                _ -> CompletableFuture.completedStage(HttpResponse.create());
        assertThat(crash.aroundCalls(links)).isSameAs(links);
        assertThat(crash.aroundAnswers(handler)).isSameAs(handler);
    }

    @Test
    void this_process_is_not_armed() {
        assertThat(System.getProperty(CrashPoint.PROPERTY)).isNull();
    }

    @Test
    void it_ends_the_process_before_the_call_of_that_kind_and_number() {
        var link = link("kill:before:2", true);
        link.call(1, kill("a"));
        link.call(2, new SchedulerCall.Acknowledge("a", new AgentId("S0"), "u"));
        link.call(3, kill("b"));
        assertThat(story)
                .containsExactly(
                        "call 1", "heard 1", "call 2", "heard 2", "end", "call 3", "heard 3");
    }

    @Test
    void it_ends_the_process_after_mesos_took_the_call_and_before_the_scheduler_hears() {
        link("kill:after:1", true).call(1, kill("a"));
        assertThat(story).containsExactly("call 1", "end", "heard 1");
    }

    @Test
    void a_call_without_an_answer_is_not_known_to_have_come_about() {
        link("kill:after:1", false).call(1, kill("a"));
        assertThat(story).containsExactly("call 1", "heard 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "accept:after", "accept:after:0", "x:after:1", "a:b:c:d"})
    void what_names_no_point_is_refused_with_what_is_meant(String text) {
        assertThatThrownBy(() -> CrashPoint.parse(text))
                .hasMessageContaining(text)
                .hasMessageContaining("accept:after:3");
    }

    private SchedulerLink link(String point, boolean answers) {
        var crash = new Crash(CrashPoint.parse(point), this::end);
        return crash.aroundCalls(listener -> new Wire(listener, answers)).connect(this::hear);
    }

    private static SchedulerCall kill(String task) {
        return new SchedulerCall.Kill(task, Optional.empty(), Optional.<Duration>empty());
    }

    private void end() {
        story.add("end");
    }

    private void hear(SchedulerEvent event) {
        story.add(
                "heard "
                        + switch (event) {
                            case SchedulerEvent.Answered answered -> answered.call();
                            case SchedulerEvent.Unanswered lost -> lost.call();
                            default -> throw new AssertionError(event);
                        });
    }

    /// A wire whose calls are answered at once.
    private final class Wire implements SchedulerLink {
        private final Consumer<SchedulerEvent> listener;
        private final boolean answers;

        Wire(Consumer<SchedulerEvent> listener, boolean answers) {
            this.listener = listener;
            this.answers = answers;
        }

        @Override
        public void start(Optional<FrameworkId> framework) {}

        @Override
        public void resubscribe() {}

        @Override
        public void stop() {}

        @Override
        public void call(long number, SchedulerCall call) {
            story.add("call " + number);
            listener.accept(
                    answers
                            ? new SchedulerEvent.Answered(number, 202, "")
                            : new SchedulerEvent.Unanswered(number, "the connection broke"));
        }

        @Override
        public void close() {}
    }
}
