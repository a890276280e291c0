package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.journal.LogDamaged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ViewsWaitingTest extends ViewsFixture {

    @Test
    void whoever_waits_for_what_he_wrote_sees_it() throws Exception {
        var views = views();
        var writers = new ArrayList<CompletableFuture<Void>>();
        for (int w = 0; w < 4; w++) {
            var app = new AppId("/app-" + w);
            writers.add(CompletableFuture.runAsync(() -> writeAndRead(views, app)));
        }
        for (var writer : writers) writer.get(50, TimeUnit.SECONDS);
    }

    private void writeAndRead(Views views, AppId app) {
        for (int i = 1; i <= 500; i++) {
            append(adopted(app, i));
            long offset = log.head().offset();
            if (i % 2 == 0) views.reached(PersistenceIds.of(app), i).join();
            else views.reached(offset).join();
            var state = views.now().application(app).orElseThrow();
            assertThat(state.rollout().admission()).isEqualTo(i);
        }
    }

    @Test
    void what_is_awaited_before_it_is_written_arrives() throws Exception {
        var views = views();
        var byOffset = views.reached(2);
        var bySequence = views.reached(PersistenceIds.of(WEB), 2);
        append(adopted(WEB, 1));
        views.reached(1).get(30, TimeUnit.SECONDS);
        assertThat(byOffset).isNotDone();
        assertThat(bySequence).isNotDone();
        append(adopted(WEB, 2));
        byOffset.get(30, TimeUnit.SECONDS);
        bySequence.get(30, TimeUnit.SECONDS);
    }

    @Test
    void so_many_may_wait_and_who_gives_up_makes_room() throws Exception {
        var views = open(Views.start(feed, nothing(), 2, 1));
        var first = views.reached(5);
        var second = views.reached(PersistenceIds.of(WEB), 7);
        assertThat(views.reached(6))
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(TooManyWaiters.class);
        second.orTimeout(1, TimeUnit.MILLISECONDS);
        await().until(second::isCompletedExceptionally);
        var third = views.reached(6);
        assertThat(third).isNotDone();
        for (int i = 1; i <= 6; i++) append(adopted(WEB, i));
        first.get(30, TimeUnit.SECONDS);
        third.get(30, TimeUnit.SECONDS);
    }

    @Test
    void what_left_the_views_can_still_be_waited_for() throws Exception {
        var views = views();
        var deployment = new DeploymentId("d1");
        append(
                new DeploymentFact.Started(
                        deployment,
                        new Version(Instant.EPOCH),
                        1,
                        1,
                        0,
                        Optional.empty(),
                        Instant.EPOCH));
        append(new DeploymentFact.Finished(deployment, Instant.EPOCH));
        append(adopted(WEB, 1), new ApplicationFact.Removed(WEB, Instant.EPOCH));
        views.reached(4).get(30, TimeUnit.SECONDS);
        assertThat(views.now().deployment(deployment)).isEmpty();
        assertThat(views.now().application(WEB)).isEmpty();
        views.reached(PersistenceIds.of(deployment), 2).get(30, TimeUnit.SECONDS);
        views.reached(PersistenceIds.of(WEB), 2).get(30, TimeUnit.SECONDS);
        assertThat(views.reached(PersistenceIds.of(WEB), 3)).isNotDone();
    }

    @Test
    void closing_ends_all_waiting_and_keeps_the_last_view() throws Exception {
        var views = views();
        append(adopted(WEB, 1));
        views.reached(1).get(30, TimeUnit.SECONDS);
        var waiting = views.reached(2);
        views.close();
        views.close();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(views.stopped().toCompletableFuture()).isCompleted();
        assertThat(views.now().application(WEB)).isPresent();
    }

    @Test
    void a_fact_that_cannot_follow_stops_the_views_and_fails_who_waits() throws Exception {
        var views = views();
        var waiting = views.reached(9);
        append(new DeploymentFact.StepStarted(new DeploymentId("never-started"), 0, Instant.EPOCH));
        assertThat(waiting)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(FeedStopped.class)
                .withMessageContaining("never-started");
        assertThat(views.stopped().toCompletableFuture()).failsWithin(30, TimeUnit.SECONDS);
        assertThat(views.reached(9)).isCompletedExceptionally();
        assertThat(views.reached(0)).isCompleted();
        assertThatThrownBy(() -> Views.start(feed, nothing()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_damaged_log_stops_the_views() throws Exception {
        var views = views();
        append(adopted(WEB, 1));
        views.reached(1).get(30, TimeUnit.SECONDS);
        log.failAt(2);
        append(adopted(WEB, 2));
        assertThat(views.stopped().toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(LogDamaged.class);
        assertThat(views.now().offset()).isEqualTo(1);
    }
}
