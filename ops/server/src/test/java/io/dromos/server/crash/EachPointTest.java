package io.dromos.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.events.AgentId;
import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.checkpoint.Shelf;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each point is passed, on its side of its effect and before the process hears of it: a cut at a
/// point that nothing passes would test nothing.
class EachPointTest {

    private static final Duration NONE = Duration.ZERO;
    private static ActorSystem system;

    private final List<String> story = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        system = ActorSystem.create("points");
    }

    @AfterAll
    static void end() {
        var _ = system.terminate();
    }

    static Stream<Arguments> points() {
        return Stream.of(Effect.values())
                .flatMap(effect ->
                        Stream.of(Moment.values()).map(moment -> Arguments.of(effect, moment)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("points")
    void the_process_ends_on_the_side_of_the_effect_that_the_point_names(
            Effect effect, Moment moment) throws Exception {
        var point = new CrashPoint(effect, moment, 1);
        carryOut(effect, new Crash(Optional.of(point), () -> story.add("end")));
        var expected =
                moment == Moment.BEFORE
                        ? List.of("end", "done", "heard")
                        : List.of("done", "end", "heard");
        // Nobody in the process hears that a client has read its answer.
        var told = effect == Effect.ANSWER ? expected.subList(0, 2) : expected;
        await().until(() -> story.size() >= told.size());
        assertThat(story).isEqualTo(told);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("points")
    void no_other_effect_passes_for_it(Effect effect, Moment moment) throws Exception {
        var crash =
                new Crash(Optional.of(new CrashPoint(effect, moment, 1)), () -> story.add("end"));
        for (var other : Effect.values()) if (other != effect) carryOut(other, crash);
        assertThat(story).contains("done", "heard").doesNotContain("end");
    }

    private void carryOut(Effect effect, Crash crash) throws Exception {
        switch (effect) {
            case PERSIST -> persist(crash);
            case ACCEPT -> call(crash, new SchedulerCall.Accept(List.of(), List.of(), NONE));
            case DECLINE -> call(crash, new SchedulerCall.Decline(List.of(), NONE));
            case KILL ->
                    call(crash, new SchedulerCall.Kill("a", Optional.empty(), Optional.empty()));
            case ACKNOWLEDGE ->
                    call(crash, new SchedulerCall.Acknowledge("a", new AgentId("S0"), "u"));
            case ANSWER -> answer(crash);
            case CHECKPOINT -> checkpoint(crash);
        }
    }

    private void persist(Crash crash) {
        var answer = CompletableFuture.completedStage(new Appended(UUID.randomUUID(), List.of()));
        var fact = Entry.of("a", 1, Instant.EPOCH, "some.fact.v1", Bytes.utf8("{}"), Bytes.EMPTY);
        var _ =
                crash.aroundWrites(world(Log.class, answer))
                        .append(Batch.of(new AtomicList("a", 0, List.of(), List.of(fact))))
                        .thenRun(() -> story.add("heard"));
    }

    private void checkpoint(Crash crash) throws IOException {
        crash.aroundCheckpoints(world(Shelf.class, "")).put("checkpoint", new byte[0]);
        story.add("heard");
    }

    /// Something of the world outside, to which only one thing is done.
    private <T> T world(Class<T> type, Object answer) {
        var one =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, _, _) -> {
                            story.add("done");
                            return answer;
                        });
        return type.cast(one);
    }

    private void call(Crash crash, SchedulerCall call) {
        SchedulerLink link =
                crash.aroundCalls(listener ->
                                wire(() ->
                                        listener.accept(new SchedulerEvent.Answered(1, 202, ""))))
                        .connect(_ -> story.add("heard"));
        link.call(1, call);
    }

    private SchedulerLink wire(Runnable answers) {
        var one =
                Proxy.newProxyInstance(
                        SchedulerLink.class.getClassLoader(),
                        new Class<?>[] {SchedulerLink.class},
                        (_, _, _) -> {
                            story.add("done");
                            answers.run();
                            return "";
                        });
        return (SchedulerLink) one;
    }

    /// Done is what the client can read.
    private void answer(Crash crash) throws Exception {
        var response =
                crash.aroundAnswers(_ ->
                                CompletableFuture.completedStage(
                                        HttpResponse.create().withEntity("an answer")))
                        .apply(HttpRequest.PUT("/v2/apps/a"))
                        .toCompletableFuture()
                        .join();
        story.add("done");
        var read = response.entity().toStrict(5_000, system).toCompletableFuture().join();
        assertThat(read.getData().utf8String()).isEqualTo("an answer");
    }
}
