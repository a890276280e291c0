package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.all;
import static io.dromos.domain.scheduling.Desk.batchOf;
import static io.dromos.domain.scheduling.Desk.calls;
import static io.dromos.domain.scheduling.Desk.only;
import static io.dromos.domain.scheduling.Desk.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import io.dromos.events.spec.Constraint.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Offers, roles, updates, questions and explanations.
class SchedulerTest {

    private static final SchedulingLimits LIMITS = SchedulingLimits.DEFAULT;

    @Test
    void an_idle_role_is_suppressed_once_and_its_offers_are_declined_together() {
        var desk = Desk.subscribed();
        desk.offer(Given.offer("h1", 4, 100), Given.offer("h2", 4, 100));
        var effects = desk.pass(Duration.ofSeconds(30));
        assertThat(calls(effects, SchedulerCall.Suppress.class))
                .containsExactly(new SchedulerCall.Suppress(List.of("*")));
        assertThat(calls(effects, SchedulerCall.Decline.class))
                .singleElement()
                .satisfies(decline -> assertThat(decline.offers()).hasSize(2));
    }

    @Test
    void a_new_want_revives_its_role_at_once_and_uses_the_first_offer() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        assertThat(calls(desk.want(1), SchedulerCall.Revive.class))
                .containsExactly(new SchedulerCall.Revive(List.of("*")));
        only(desk.offer(Given.offer("h1", 4, 100)), Effect.ProposePlan.class);
    }

    @Test
    void a_want_revives_its_role_since_an_earlier_subscription_may_have_declined_what_it_needs() {
        var desk = Desk.subscribed();
        assertThat(calls(desk.want(1), SchedulerCall.Revive.class)).hasSize(1);
        desk.hear(new SchedulerEvent.Disconnected("test"));
        desk.pass(Duration.ofSeconds(30));
        desk.claim();
        assertThat(calls(desk.hear(Desk.subscribedEvent()), SchedulerCall.Revive.class)).hasSize(1);
    }

    @Test
    void an_offer_that_is_held_is_used_by_a_want_that_comes_later() {
        var desk = Desk.subscribed();
        desk.offer(Given.offer("h1", 4, 100));
        only(desk.want(1), Effect.ProposePlan.class);
    }

    @Test
    void a_role_is_not_revived_more_often_than_the_limit() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        int revived = 0;
        for (int i = 1; i <= 20; i++) {
            var want = Given.want("/app" + i, Given.spec(99, 10), 1);
            revived += calls(desk.want(want), SchedulerCall.Revive.class).size();
            desk.offer(Given.offer("h" + i, 4, 100));
        }
        assertThat(revived).isEqualTo(1);
    }

    @Test
    void a_role_whose_offers_were_of_use_is_revived_for_the_next_want_without_a_pause() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        assertThat(calls(desk.want(1), SchedulerCall.Revive.class)).hasSize(1);
        var batch = only(desk.offer(Given.offer("h1", 4, 100)), Effect.ProposePlan.class);
        desk.confirm(batch, task(1));
        assertThat(calls(desk.want(1), SchedulerCall.Revive.class)).hasSize(1);
        assertThat(calls(desk.want(2), SchedulerCall.Revive.class)).isEmpty();
    }

    @Test
    void an_offer_that_fits_no_open_want_is_declined_after_a_while() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(99, 10), 1));
        desk.offer(Given.offer("h1", 4, 100));
        assertThat(calls(desk.pass(Duration.ofSeconds(4)), SchedulerCall.Decline.class)).isEmpty();
        assertThat(calls(desk.pass(Duration.ofSeconds(2)), SchedulerCall.Decline.class)).hasSize(1);
    }

    @Test
    void a_decline_that_may_not_have_arrived_is_repeated_at_the_next_tick() {
        var desk = Desk.subscribed();
        desk.offer(Given.offer("h1", 4, 100));
        var call =
                all(desk.pass(Duration.ofSeconds(2)), Effect.Call.class).stream()
                        .filter(c -> c.call() instanceof SchedulerCall.Decline)
                        .findFirst()
                        .orElseThrow();
        assertThat(desk.hear(new SchedulerEvent.Unanswered(call.number(), "queue full"))).isEmpty();
        assertThat(calls(desk.pass(Duration.ofSeconds(1)), SchedulerCall.Decline.class))
                .containsExactly(
                        new SchedulerCall.Decline(
                                List.of(new OfferId("offer-h1")), LIMITS.declineFor()));
    }

    @Test
    void a_suppress_that_may_not_have_arrived_is_repeated() {
        var desk = Desk.subscribed();
        var call =
                all(desk.pass(Duration.ofSeconds(3)), Effect.Call.class).stream()
                        .filter(c -> c.call() instanceof SchedulerCall.Suppress)
                        .findFirst()
                        .orElseThrow();
        desk.hear(new SchedulerEvent.Unanswered(call.number(), "queue full"));
        assertThat(calls(desk.pass(Duration.ofSeconds(3)), SchedulerCall.Suppress.class))
                .hasSize(1);
    }

    @Test
    void offers_beyond_the_bound_are_declined_at_once() {
        var desk = Desk.subscribed();
        var many =
                IntStream.range(0, LIMITS.offersMax() + 2)
                        .mapToObj(i -> Given.offer("h" + i, 1, 1))
                        .toList();
        var effects = desk.hear(new SchedulerEvent.Offered(many));
        assertThat(calls(effects, SchedulerCall.Decline.class))
                .singleElement()
                .satisfies(decline -> assertThat(decline.offers()).hasSize(2));
    }

    @Test
    void a_batch_holds_no_more_plans_than_the_bound() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(0.01, 0.1), 1000));
        var offers = IntStream.range(0, 10).mapToObj(i -> Given.offer("h" + i, 9, 99));
        var effects = desk.hear(new SchedulerEvent.Offered(offers.toList()));
        assertThat(only(effects, Effect.ProposePlan.class).places()).hasSize(LIMITS.batchTasks());
    }

    @Test
    void a_batch_holds_no_more_bytes_than_a_message() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(0.01, 0.1), 50));
        var attributes = Map.of("a", "x".repeat(LIMITS.batchBytes() / 5));
        var effects = desk.offer(Given.offer("big", 9, 99, attributes));
        assertThat(only(effects, Effect.ProposePlan.class).places()).hasSize(4);
    }

    @Test
    void places_an_application_does_not_want_go_to_the_next() {
        var desk = Desk.subscribed();
        desk.want(2);
        var other = Given.want("/other", Given.spec(2, 10), 1);
        var batch = only(desk.offer(Given.offer("h1", 2, 100)), Effect.ProposePlan.class);
        assertThat(all(desk.want(other), Effect.ProposePlan.class)).isEmpty();
        assertThat(batchOf(desk.confirm(batch), other.app()).places()).hasSize(1);
    }

    @Test
    void an_answer_closes_the_want_so_that_what_was_counted_is_never_stale() {
        var desk = Desk.subscribed();
        var unique = Given.constrained(2, Given.constraint("hostname", Operator.UNIQUE));
        desk.want(Given.want("/app", unique, 2));
        var batch = only(desk.offer(Given.offer("h1", 9, 100)), Effect.ProposePlan.class);
        desk.confirm(batch, task(1));
        assertThat(all(desk.offer(Given.offer("h1b", 9, 100)), Effect.ProposePlan.class)).isEmpty();
    }

    @Test
    void an_update_is_acknowledged_only_after_it_is_stored() {
        var desk = Desk.sent();
        var heard = desk.hear(new SchedulerEvent.Updated(Desk.status(task(1), TaskState.RUNNING)));
        assertThat(calls(heard, SchedulerCall.Acknowledge.class)).isEmpty();
        assertThat(calls(desk.store(Verdict.KNOWN), SchedulerCall.Acknowledge.class))
                .containsExactly(
                        new SchedulerCall.Acknowledge(task(1).value(), Desk.AGENT, "uuid-RUNNING"));
    }

    @Test
    void updates_of_one_application_go_one_delivery_at_a_time_and_in_order() {
        var desk = Desk.subscribed();
        var first = only(update(desk, 1), Effect.DeliverUpdates.class);
        assertThat(update(desk, 2)).isEmpty();
        assertThat(update(desk, 3)).isEmpty();
        assertThat(update(desk, 2)).as("the same again").isEmpty();
        var repeated = all(desk.pass(Duration.ofSeconds(6)), Effect.DeliverUpdates.class);
        assertThat(repeated).containsExactly(first);
        desk.last = List.of(first);
        var next = only(desk.store(Verdict.KNOWN), Effect.DeliverUpdates.class);
        assertThat(next.updates().stream().map(u -> u.taskId()))
                .containsExactly(task(2).value(), task(3).value());
    }

    @Test
    void an_answer_to_an_old_delivery_acknowledges_nothing() {
        var desk = Desk.subscribed();
        var first = only(update(desk, 1), Effect.DeliverUpdates.class);
        desk.store(Verdict.KNOWN);
        update(desk, 2);
        desk.last = List.of(first);
        assertThat(desk.store(Verdict.KNOWN)).isEmpty();
    }

    @Test
    void updates_beyond_the_bound_are_left_to_mesos_to_repeat() {
        var desk = Desk.subscribed();
        for (int i = 0; i < LIMITS.updatesPerApp() + 10; i++) update(desk, i);
        assertThat(desk.state.mail().waiting()).isEqualTo(LIMITS.updatesPerApp());
    }

    @Test
    void an_update_that_found_no_room_and_that_mesos_does_not_repeat_is_asked_for() {
        var desk = Desk.running();
        int room = LIMITS.updatesPerApp() + 1;
        for (int i = 0; i < room; i++) update(desk, i);
        desk.hear(
                new SchedulerEvent.Updated(
                        Desk.status(
                                task(1).value(),
                                TaskState.UNREACHABLE,
                                Optional.empty(),
                                Optional.of("REASON_AGENT_REMOVED"))));
        var asked = calls(desk.pass(Duration.ofSeconds(2)), SchedulerCall.Reconcile.class);
        assertThat(asked)
                .contains(
                        new SchedulerCall.Reconcile(
                                List.of(new SchedulerCall.Question(task(1), Desk.AGENT))));
    }

    @Test
    void the_log_is_asked_for_the_live_tasks_until_it_tells_them() {
        var desk = new Desk();
        desk.give(new SchedulerInput.Tick());
        desk.claim();
        var all = new Effect.GatherLiveTasks(1, Optional.empty());
        var some = new Effect.GatherLiveTasks(1, Optional.of(Desk.AGENT));
        assertThat(desk.hear(Desk.subscribedEvent())).contains(all);
        assertThat(desk.pass(LIMITS.repeat().plusSeconds(1))).containsOnlyOnce(all);
        desk.hear(new SchedulerEvent.Failed(Optional.of(Desk.AGENT), Optional.empty()));
        desk.give(new SchedulerInput.LiveTasks(1, Optional.empty(), List.of()));
        assertThat(desk.pass(LIMITS.repeat().plusSeconds(1)))
                .containsOnlyOnce(some)
                .doesNotContain(all);
        desk.give(new SchedulerInput.LiveTasks(1, Optional.of(Desk.AGENT), List.of()));
        assertThat(desk.pass(LIMITS.repeat().multipliedBy(3))).doesNotContain(all, some);
    }

    @Test
    void all_live_tasks_are_asked_about_again_and_again_until_they_are_told() {
        var desk = Desk.questioned();
        var times = new ArrayList<Duration>();
        var start = desk.now;
        while (desk.now.compareTo(start.plusMinutes(10)) < 0)
            if (calls(desk.pass(Duration.ofSeconds(1)), SchedulerCall.Reconcile.class).stream()
                    .anyMatch(call -> !call.tasks().isEmpty())) times.add(desk.now.minus(start));
        assertThat(times)
                .containsExactly(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(105),
                        Duration.ofSeconds(225),
                        Duration.ofSeconds(465));
        desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.RUNNING)));
        assertThat(desk.state.questions().open()).isEmpty();
    }

    @Test
    void mesos_is_asked_for_all_it_knows_at_first_and_every_ten_minutes() {
        var desk = new Desk();
        desk.give(new SchedulerInput.Tick());
        desk.claim();
        var implicit = new SchedulerCall.Reconcile(List.of());
        assertThat(calls(desk.hear(Desk.subscribedEvent()), SchedulerCall.Reconcile.class))
                .containsExactly(implicit);
        assertThat(calls(desk.pass(Duration.ofMinutes(21)), SchedulerCall.Reconcile.class))
                .containsExactly(implicit, implicit);
    }

    @Test
    void
            mesos_is_asked_about_each_live_task_every_ten_minutes_too_since_it_may_have_forgotten_it() {
        var desk = Desk.subscribed();
        var gathered =
                desk.pass(Duration.ofMinutes(11)).stream()
                        .filter(Effect.GatherLiveTasks.class::isInstance)
                        .toList();
        assertThat(gathered).first().isEqualTo(new Effect.GatherLiveTasks(1, Optional.empty()));
        var live = new SchedulerInput.Live(task(1), Desk.AGENT, 0, true);
        assertThat(
                        calls(
                                desk.give(
                                        new SchedulerInput.LiveTasks(
                                                1, Optional.empty(), List.of(live))),
                                SchedulerCall.Reconcile.class))
                .containsExactly(
                        new SchedulerCall.Reconcile(
                                List.of(new SchedulerCall.Question(task(1), Desk.AGENT))));
    }

    @Test
    void a_claim_and_the_news_that_it_is_held_already_may_come_in_one_step() {
        var desk = Desk.subscribed();
        desk.hear(new SchedulerEvent.Disconnected("test"));
        var stepped =
                Scheduler.step(
                        desk.state,
                        List.of(
                                new SchedulerInput.EpochClaimed(2),
                                new SchedulerInput.EpochLost(2)),
                        new SchedulingContext(
                                desk.now, Instant.EPOCH, SchedulingLimits.DEFAULT, Rules.DEFAULT));
        assertThat(stepped.state().isDown()).isFalse();
    }

    @Test
    void many_questions_go_in_several_calls() {
        var desk = Desk.subscribed();
        var many =
                IntStream.range(0, 2500)
                        .mapToObj(i -> new SchedulerInput.Live(task(i), Desk.AGENT, 0, true))
                        .toList();
        assertThat(
                        calls(
                                desk.give(new SchedulerInput.LiveTasks(1, Optional.empty(), many)),
                                SchedulerCall.Reconcile.class))
                .extracting(call -> call.tasks().size())
                .containsExactly(1000, 1000, 500);
    }

    @Test
    void plans_of_this_subscription_are_not_asked_about() {
        var desk = Desk.asked();
        desk.give(
                new SchedulerInput.LiveTasks(
                        1,
                        Optional.empty(),
                        List.of(new SchedulerInput.Live(task(1), Desk.AGENT, 1, false))));
        assertThat(desk.last).isEmpty();
    }

    @Test
    void when_an_agent_is_removed_its_tasks_are_asked_about() {
        var desk = Desk.running();
        var effects =
                desk.hear(new SchedulerEvent.Failed(Optional.of(Desk.AGENT), Optional.empty()));
        assertThat(effects).containsExactly(new Effect.GatherLiveTasks(1, Optional.of(Desk.AGENT)));
        var asked =
                desk.give(
                        new SchedulerInput.LiveTasks(
                                1,
                                Optional.of(Desk.AGENT),
                                List.of(new SchedulerInput.Live(task(1), Desk.AGENT, 1, true))));
        assertThat(calls(asked, SchedulerCall.Reconcile.class)).hasSize(1);
        // What did run is not abandoned, but told to have gone.
        var gone = desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.GONE)));
        assertThat(only(gone, Effect.DeliverUpdates.class).updates().getFirst().state())
                .isEqualTo(TaskState.GONE);
    }

    @Test
    void a_task_that_is_known_nowhere_is_asked_about_rather_than_believed() {
        var desk = Desk.running();
        assertThat(desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.UNKNOWN))))
                .isEmpty();
        assertThat(calls(desk.pass(Duration.ofSeconds(2)), SchedulerCall.Reconcile.class))
                .hasSize(1);
    }

    @Test
    void an_application_that_waits_is_told_why_by_the_last_offers_of_all_agents() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(4, 10), 1));
        for (var host : List.of("h1", "h2", "h3")) {
            desk.offer(Given.offer(host, host.equals("h2") ? 2.5 : 1, 100));
            desk.pass(Duration.ofSeconds(7));
        }
        var shown = shown(desk);
        assertThat(shown)
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.sentence())
                                .isEqualTo("needs 4 cpus; the largest of 3 offers has 2.5"));
        assertThat(all(desk.pass(Duration.ofSeconds(5)), Effect.ShowRefusals.class)).isEmpty();
        desk.give(new SchedulerInput.Wanted(Desk.APP, 8, List.of()));
        assertThat(only(desk.last, Effect.ShowRefusals.class).refusals()).isEmpty();
    }

    @Test
    void an_agent_that_is_lost_is_no_longer_explained_by() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(4, 10), 1));
        desk.offer(Given.offer("h1", 1, 100));
        desk.hear(
                new SchedulerEvent.Failed(Optional.of(new AgentId("agent-h1")), Optional.empty()));
        desk.pass(Duration.ofSeconds(1));
        assertThat(shown(desk).getFirst().sentence()).isEqualTo("no offer to look at yet");
    }

    @Test
    void an_unanswered_claim_is_repeated() {
        var desk = new Desk();
        assertThat(all(desk.pass(Duration.ofSeconds(11)), Effect.ClaimEpoch.class)).hasSize(3);
    }

    private static List<Effect> update(Desk desk, int number) {
        return desk.hear(new SchedulerEvent.Updated(Desk.status(task(number), TaskState.RUNNING)));
    }

    private static List<Refusal> shown(Desk desk) {
        return desk.state.demand().shown().getOrDefault(Desk.APP, List.of());
    }
}
