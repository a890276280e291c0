package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.all;
import static io.dromos.domain.scheduling.Desk.batchOf;
import static io.dromos.domain.scheduling.Desk.calls;
import static io.dromos.domain.scheduling.Desk.only;
import static io.dromos.domain.scheduling.Desk.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.SchedulerInput.Verdict;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each rule of the launch protocol, by its number.
class LaunchProtocolTest {

    private static final SchedulingLimits LIMITS = SchedulingLimits.DEFAULT;

    @Test
    void rule_1_an_application_has_one_unanswered_batch() {
        var desk = Desk.subscribed();
        desk.want(3);
        var batch = only(desk.offer(Given.offer("h1", 1, 100)), Effect.ProposePlan.class);
        assertThat(batch.places()).hasSize(1);
        assertThat(all(desk.offer(Given.offer("h2", 9, 100)), Effect.ProposePlan.class)).isEmpty();
        assertThat(all(desk.want(2), Effect.ProposePlan.class)).isEmpty();
        desk.confirm(batch, task(1));
        assertThat(only(desk.want(2), Effect.ProposePlan.class).places()).hasSize(2);
    }

    @Test
    void rule_1_a_batch_carries_the_epoch_and_the_revision_of_the_want() {
        var batch = only(Desk.asked().last, Effect.ProposePlan.class);
        assertThat(batch.epoch()).isEqualTo(1);
        assertThat(batch.revision()).isEqualTo(7);
    }

    @Test
    void rule_1_while_the_log_is_slower_than_the_deadline_no_offers_are_placed() {
        var desk = Desk.asked();
        var slow = batchOf(desk.last, Desk.APP);
        desk.pass(LIMITS.confirmWithin());
        desk.offer(Given.offer("h2", 4, 100));
        var other = Given.want("/other", Given.spec(1, 10), 1);
        assertThat(all(desk.want(other), Effect.ProposePlan.class)).isEmpty();
        assertThat(batchOf(desk.pass(LIMITS.slowPause()), other.app()).places()).hasSize(1);
        desk.confirm(slow, task(1));
    }

    @Test
    void rule_1_one_application_that_does_not_answer_holds_up_no_other() {
        var desk = Desk.subscribed();
        var other = Given.want("/other", Given.spec(1, 10), 1);
        desk.want(1);
        desk.want(other);
        var effects = desk.offer(Given.offer("h1", 4, 100), Given.offer("h2", 4, 100));
        desk.confirm(batchOf(effects, other.app()));
        desk.pass(LIMITS.confirmWithin());
        desk.offer(Given.offer("h3", 4, 100));
        assertThat(batchOf(desk.want(other), other.app()).places()).hasSize(1);
    }

    @Test
    void rule_1_an_overdue_batch_is_asked_about_until_it_is_answered() {
        var desk = Desk.asked();
        var batch = batchOf(desk.last, Desk.APP);
        var asked = all(desk.pass(Duration.ofSeconds(13)), Effect.ProposePlan.class);
        assertThat(asked)
                .hasSize(3)
                .allSatisfy(again -> {
                    assertThat(again.batch()).isEqualTo(batch.batch());
                    assertThat(again.places()).isEmpty();
                });
        desk.confirm(batch);
        assertThat(all(desk.pass(Duration.ofSeconds(13)), Effect.ProposePlan.class)).isEmpty();
    }

    @Test
    void rule_2_one_accept_carries_all_plans_on_its_offer() {
        var desk = Desk.subscribed();
        desk.want(3);
        var batch = only(desk.offer(Given.offer("h1", 4, 100)), Effect.ProposePlan.class);
        var effects = desk.confirm(batch, task(1), task(2), task(3));
        assertThat(one(calls(effects, SchedulerCall.Accept.class)).launches()).hasSize(3);
    }

    @Test
    void rule_2_an_offer_closes_when_its_accept_starts_and_what_comes_later_is_abandoned() {
        var desk = Desk.confirmed();
        var late = new AppId("/other");
        var batch = requireNonNull(desk.state.book().batches().get(late));
        var deadline = desk.pass(LIMITS.confirmWithin());
        assertThat(one(calls(deadline, SchedulerCall.Accept.class)).launches()).hasSize(1);
        var task = TaskId.of(InstanceId.of(late, "x"), 1);
        var effects =
                desk.give(
                        new SchedulerInput.PlanConfirmed(
                                late,
                                batch.epoch(),
                                batch.number(),
                                List.of(new SchedulerInput.Confirmed(0, task))));
        assertThat(only(effects, Effect.TellAbandoned.class).task()).isEqualTo(task);
    }

    @Test
    void rule_2_an_offer_without_a_confirmed_plan_is_declined_at_the_deadline() {
        var desk = Desk.asked();
        var batch = batchOf(desk.last, Desk.APP);
        var effects = desk.pass(LIMITS.confirmWithin());
        assertThat(one(calls(effects, SchedulerCall.Decline.class)).offers())
                .containsExactly(Desk.offerId());
        assertThat(only(desk.confirm(batch, task(1)), Effect.TellAbandoned.class).penalty())
                .isFalse();
    }

    @Test
    void rule_2_abandoned_is_repeated_until_it_is_stored() {
        var desk = Desk.abandoned();
        assertThat(all(desk.pass(Duration.ofSeconds(11)), Effect.TellAbandoned.class)).hasSize(2);
        desk.give(new SchedulerInput.AbandonStored(Desk.APP, task(1)));
        assertThat(all(desk.pass(Duration.ofSeconds(11)), Effect.TellAbandoned.class)).isEmpty();
    }

    @Test
    void rule_2_an_abandoned_task_is_never_launched_though_its_plan_is_confirmed_again() {
        var desk = Desk.subscribed();
        desk.want(1);
        var batch = only(desk.offer(Given.offer("h1", 1, 100)), Effect.ProposePlan.class);
        desk.hear(new SchedulerEvent.Rescinded(Desk.offerId()));
        desk.confirm(batch, task(1));
        desk.want(1);
        var next = only(desk.offer(Given.offer("h1", 1, 100)), Effect.ProposePlan.class);
        var effects = desk.confirm(next, task(1));
        assertThat(calls(effects, SchedulerCall.Accept.class)).isEmpty();
        assertThat(only(effects, Effect.TellAbandoned.class).task()).isEqualTo(task(1));
    }

    @Test
    void rule_3_an_undecided_plan_the_book_does_not_know_is_abandoned() {
        var desk = Desk.subscribed();
        var effects = undecided(desk, 1);
        assertThat(only(effects, Effect.TellAbandoned.class).task()).isEqualTo(task(1));
    }

    @Test
    void rule_4_a_kill_before_sent_abandons_and_the_offer_goes_on_without() {
        var desk = Desk.subscribed();
        var other = Given.want("/other", Given.spec(1, 10), 1);
        desk.want(1);
        desk.want(other);
        var effects = desk.offer(Given.offer("h1", 4, 100));
        desk.confirm(batchOf(effects, Desk.APP), task(1));
        var killed = kill(desk);
        assertThat(only(killed, Effect.TellAbandoned.class).penalty()).isFalse();
        assertThat(calls(killed, SchedulerCall.Kill.class)).isEmpty();
        var mate = TaskId.of(InstanceId.of(other.app(), "x"), 1);
        var accept =
                one(
                        calls(
                                desk.confirm(batchOf(effects, other.app()), mate),
                                SchedulerCall.Accept.class));
        assertThat(accept.launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.task()).isEqualTo(mate));
    }

    @Test
    void rule_4_a_kill_between_sent_and_answered_waits_for_the_answer() {
        var desk = Desk.sent();
        var accept = Desk.acceptOf(desk.last).number();
        assertThat(calls(kill(desk), SchedulerCall.Kill.class)).isEmpty();
        var answered = desk.hear(new SchedulerEvent.Answered(accept, 202, ""));
        assertThat(one(calls(answered, SchedulerCall.Kill.class)).taskId())
                .isEqualTo(task(1).value());
    }

    @Test
    void rule_4_a_kill_that_overtakes_its_confirmation_waits_for_the_batch() {
        var desk = Desk.asked();
        var batch = batchOf(desk.last, Desk.APP);
        assertThat(calls(kill(desk), SchedulerCall.Kill.class)).isEmpty();
        var effects = desk.confirm(batch, task(1));
        assertThat(calls(effects, SchedulerCall.Accept.class)).isEmpty();
        assertThat(only(effects, Effect.TellAbandoned.class).task()).isEqualTo(task(1));
    }

    @Test
    void rule_4_a_kill_told_of_before_the_subscription_is_sent_once_it_opens() {
        var desk = new Desk();
        desk.give(new SchedulerInput.Tick());
        desk.claim();
        assertThat(calls(kill(desk), SchedulerCall.Kill.class)).isEmpty();
        var opened = calls(desk.hear(Desk.subscribedEvent()), SchedulerCall.Kill.class);
        assertThat(one(opened).taskId()).isEqualTo(task(1).value());
        assertThat(calls(desk.pass(Duration.ofMinutes(1)), SchedulerCall.Kill.class)).isEmpty();
    }

    @Test
    void rule_5_an_update_before_the_202_counts_as_the_answer() {
        var desk = Desk.sent();
        kill(desk);
        var effects =
                desk.hear(new SchedulerEvent.Updated(Desk.status(task(1), TaskState.STARTING)));
        assertThat(calls(effects, SchedulerCall.Kill.class)).hasSize(1);
        assertThat(desk.state.book().tasks().get(task(1)))
                .isEqualTo(new Book.Answered(Desk.AGENT, true));
    }

    @Test
    void rule_5_a_denial_is_no_answer_for_a_task_that_is_not_answered() {
        for (var state : List.of(TaskState.GONE, TaskState.UNKNOWN)) {
            var desk = Desk.sent();
            var effects = desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), state)));
            assertThat(effects).as("%s", state).isEmpty();
            assertThat(desk.state.book().tasks().get(task(1))).isInstanceOf(Book.Sent.class);
        }
    }

    @Test
    void rule_6_a_lost_answer_to_an_accept_leads_to_a_new_subscription_and_questions() {
        var desk = Desk.sent();
        var accept = Desk.acceptOf(desk.last).number();
        var lost = desk.hear(new SchedulerEvent.Unanswered(accept, "timed out"));
        assertThat(lost).containsExactly(new Effect.ClaimEpoch(1));
        assertThat(desk.claim()).containsExactly(new Effect.Resubscribe());
        desk.hear(new SchedulerEvent.Disconnected("given up"));
        var again = desk.hear(Desk.subscribedEvent());
        assertThat(calls(again, SchedulerCall.Reconcile.class))
                .contains(
                        new SchedulerCall.Reconcile(
                                List.of(new SchedulerCall.Question(task(1), Desk.AGENT))));
        assertThat(calls(desk.pass(Duration.ofMinutes(20)), SchedulerCall.Accept.class)).isEmpty();
    }

    @Test
    void rule_6_events_of_a_subscription_that_is_given_up_count_for_nothing() {
        var desk = Desk.sent();
        var accept = Desk.acceptOf(desk.last).number();
        desk.want(5);
        desk.hear(new SchedulerEvent.Unanswered(accept, "timed out"));
        desk.claim();
        assertThat(desk.offer(Given.offer("h2", 4, 100))).isEmpty();
        assertThat(desk.state.book().offers()).isEmpty();
    }

    @Test
    void rule_7_a_plan_of_an_earlier_subscription_is_abandoned_only_once_its_agent_denies_it() {
        var desk = Desk.questioned();
        assertThat(undecided(desk, 1)).isEmpty();
        assertThat(all(desk.pass(Duration.ofMinutes(9)), Effect.TellAbandoned.class)).isEmpty();
        var effects = desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.GONE)));
        assertThat(only(effects, Effect.TellAbandoned.class).penalty()).isFalse();
    }

    @Test
    void rule_7_before_subscribing_again_nothing_is_abandoned() {
        var desk = Desk.confirmed();
        desk.hear(new SchedulerEvent.Disconnected("test"));
        assertThat(undecided(desk, 1)).isEmpty();
        desk.claim();
        assertThat(undecided(desk, 1)).isEmpty();
        assertThat(all(desk.pass(Duration.ofMinutes(30)), Effect.TellAbandoned.class)).isEmpty();
    }

    @Test
    void rule_7_unknown_is_asked_again_and_told_as_unreachable_only_after_agents_had_time() {
        var desk = Desk.questioned();
        var asked = new ArrayList<Effect>();
        for (int i = 0; i < 9; i++) {
            desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.UNKNOWN)));
            assertThat(desk.last).isEmpty();
            asked.addAll(desk.pass(Duration.ofMinutes(1)));
        }
        assertThat(all(asked, Effect.DeliverUpdates.class)).isEmpty();
        assertThat(explicit(asked)).hasSize(5);
        var told = all(desk.pass(Duration.ofMinutes(2)), Effect.DeliverUpdates.class);
        assertThat(told.getFirst().updates().getFirst().state()).isEqualTo(TaskState.UNREACHABLE);
    }

    @Test
    void rule_7_time_without_a_subscription_does_not_count_as_silence() {
        var desk = Desk.questioned();
        desk.pass(Duration.ofMinutes(9));
        // The process was stopped for an hour: it heard nothing.
        desk.now = desk.now.plusHours(1);
        var paused = desk.pass(Duration.ofSeconds(30));
        assertThat(all(paused, Effect.DeliverUpdates.class)).isEmpty();
        desk.hear(new SchedulerEvent.Disconnected("test"));
        assertThat(all(desk.pass(Duration.ofHours(1)), Effect.DeliverUpdates.class)).isEmpty();
        // Whoever is back is asked anew, and has the whole time again to answer.
        desk.claim();
        desk.hear(Desk.subscribedEvent());
        assertThat(all(desk.pass(Duration.ofMinutes(9)), Effect.DeliverUpdates.class)).isEmpty();
    }

    @Test
    void rule_8_an_invalid_offer_costs_no_delay_three_times_in_a_row() {
        var desk = Desk.subscribed();
        var penalties = new ArrayList<Boolean>();
        for (int i = 1; i <= 5; i++) {
            desk.want(1);
            var batch = only(desk.offer(Given.offer("h1", 1, 100)), Effect.ProposePlan.class);
            desk.confirm(batch, task(i));
            var dropped =
                    desk.hear(
                            new SchedulerEvent.Updated(
                                    Desk.status(
                                            task(i).value(),
                                            TaskState.DROPPED,
                                            Optional.empty(),
                                            Optional.of("REASON_INVALID_OFFERS"))));
            penalties.add(only(dropped, Effect.TellAbandoned.class).penalty());
        }
        assertThat(penalties).containsExactly(false, false, false, true, true);
    }

    @Test
    void rule_9_an_epoch_is_claimed_before_subscribing() {
        var desk = new Desk();
        assertThat(desk.give(new SchedulerInput.Tick())).containsExactly(new Effect.ClaimEpoch(0));
        assertThat(desk.claim()).containsExactly(new Effect.Subscribe());
    }

    @Test
    void rule_9_a_second_claim_that_succeeds_ends_what_was_begun_under_the_first() {
        var desk = Desk.sent();
        assertThat(desk.claim()).containsExactly(new Effect.Resubscribe());
        // Whatever the first epoch's stream still tells counts for nothing.
        desk.want(5);
        assertThat(all(desk.offer(Given.offer("h2", 4, 100)), Effect.ProposePlan.class)).isEmpty();
        desk.hear(new SchedulerEvent.Disconnected("given up"));
        var again = desk.hear(Desk.subscribedEvent());
        assertThat(again).contains(new Effect.GatherLiveTasks(2, Optional.empty()));
        assertThat(calls(again, SchedulerCall.Reconcile.class))
                .contains(
                        new SchedulerCall.Reconcile(
                                List.of(new SchedulerCall.Question(task(1), Desk.AGENT))));
        assertThat(desk.state.epoch()).isEqualTo(2);
    }

    @Test
    void rule_9_nothing_is_planned_before_an_epoch_of_this_subscription_is_claimed() {
        var desk = Desk.subscribed();
        desk.want(1);
        desk.hear(new SchedulerEvent.Disconnected("test"));
        desk.hear(Desk.subscribedEvent());
        assertThat(all(desk.offer(Given.offer("h1", 4, 100)), Effect.ProposePlan.class)).isEmpty();
        var batch = only(desk.claim(), Effect.ProposePlan.class);
        assertThat(batch.epoch()).isEqualTo(2);
    }

    @Test
    void rule_9_who_is_pushed_out_claims_again_and_steps_down_if_it_no_longer_holds_the_newest() {
        var desk = Desk.subscribed();
        var pushed = new SchedulerEvent.Errored("Framework failed over");
        assertThat(desk.hear(pushed)).containsExactly(new Effect.ClaimEpoch(1));
        assertThat(only(desk.give(new SchedulerInput.EpochLost(5)), Effect.StepDown.class).why())
                .contains("5");
        assertThat(desk.pass(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void rule_9_who_still_holds_the_newest_subscribes_again_but_not_twice_within_a_minute() {
        var desk = Desk.subscribed();
        var pushed = new SchedulerEvent.Errored("Framework failed over");
        desk.hear(pushed);
        assertThat(desk.claim()).containsExactly(new Effect.Subscribe());
        desk.hear(Desk.subscribedEvent());
        desk.pass(Duration.ofSeconds(61));
        desk.hear(pushed);
        assertThat(desk.claim()).containsExactly(new Effect.Subscribe());
        desk.hear(Desk.subscribedEvent());
        desk.pass(Duration.ofSeconds(30));
        only(desk.hear(pushed), Effect.StepDown.class);
    }

    @Test
    void rule_9_a_plan_the_log_fenced_off_makes_us_ask_who_holds_the_epoch() {
        var desk = Desk.asked();
        var batch = batchOf(desk.last, Desk.APP);
        var effects =
                desk.give(
                        new SchedulerInput.PlanRefused(
                                Desk.APP, batch.epoch(), batch.batch(), "stale fence", true));
        assertThat(effects).containsExactly(new Effect.ClaimEpoch(1));
    }

    @Test
    void rule_10_a_live_task_the_log_ended_is_killed_and_its_update_acknowledged() {
        var desk = Desk.subscribed();
        desk.hear(new SchedulerEvent.Updated(Desk.status(task(1), TaskState.RUNNING)));
        var effects = desk.store(Verdict.ENDED);
        assertThat(calls(effects, SchedulerCall.Kill.class)).hasSize(1);
        assertThat(calls(effects, SchedulerCall.Acknowledge.class)).hasSize(1);
    }

    @Test
    void rule_10_a_live_task_the_log_ended_is_killed_at_each_sign_of_life_however_many_there_are() {
        var desk = Desk.subscribed();
        for (int time = 0; time < 100; time++) {
            desk.hear(new SchedulerEvent.Updated(Desk.told(task(1), TaskState.RUNNING)));
            assertThat(calls(desk.store(Verdict.ENDED), SchedulerCall.Kill.class)).hasSize(1);
        }
    }

    @Test
    void rule_10_a_task_the_log_never_planned_is_shown_and_neither_killed_nor_acknowledged() {
        var desk = Desk.subscribed();
        desk.hear(new SchedulerEvent.Updated(Desk.status(task(1), TaskState.RUNNING)));
        var effects = desk.store(Verdict.NEVER_PLANNED);
        assertThat(effects).hasSize(1).hasOnlyElementsOfType(Effect.Stray.class);
    }

    @Test
    void rule_10_a_task_not_named_like_ours_is_a_stray_at_once() {
        var desk = Desk.subscribed();
        var foreign = Desk.status("foreign", TaskState.RUNNING, Optional.of("u"), Optional.empty());
        assertThat(desk.hear(new SchedulerEvent.Updated(foreign)))
                .containsExactly(new Effect.Stray(foreign));
    }

    private static List<Effect> kill(Desk desk) {
        return desk.give(
                new SchedulerInput.KillWanted(task(1), Optional.empty(), Optional.empty()));
    }

    private static List<Effect> undecided(Desk desk, long epoch) {
        return desk.give(
                new SchedulerInput.Undecided(
                        Desk.APP,
                        List.of(new SchedulerInput.Live(task(1), Desk.AGENT, epoch, false))));
    }

    private static List<SchedulerCall.Reconcile> explicit(List<Effect> effects) {
        return calls(effects, SchedulerCall.Reconcile.class).stream()
                .filter(call -> !call.tasks().isEmpty())
                .toList();
    }

    private static <C> C one(List<C> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
