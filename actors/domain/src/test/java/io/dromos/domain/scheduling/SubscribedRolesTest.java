package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.calls;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.AppId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In which roles the framework is subscribed: in those that are wanted beside the first ones.
class SubscribedRolesTest {

    @Test
    void a_want_in_another_role_has_the_subscription_changed_before_offers_are_asked_for() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        var effects = want(desk, "/app", "shop");
        assertThat(calls(effects, SchedulerCall.class))
                .containsExactly(new SchedulerCall.UpdateRoles(List.of("*", "shop"), List.of("*")));
        assertThat(calls(answer(desk, effects, 200, ""), SchedulerCall.class))
                .containsExactly(new SchedulerCall.Revive(List.of("shop")));
        assertThat(calls(desk.pass(Duration.ofSeconds(30)), SchedulerCall.UpdateRoles.class))
                .isEmpty();
    }

    @Test
    void a_role_that_mesos_refuses_keeps_no_other_out_and_is_asked_for_again_after_a_while() {
        var desk = Desk.subscribed();
        var effects = want(desk, "/a", "allowed");
        want(desk, "/s", "secret");
        effects = answer(desk, effects, 500, "A failure");
        if (asked(effects).isEmpty()) effects = desk.pass(Duration.ofSeconds(1));
        assertThat(asked(effects)).containsExactly(List.of("*", "allowed", "secret"));
        effects = answer(desk, effects, 403, "Not authorized");
        if (asked(effects).isEmpty()) effects = desk.pass(Duration.ofSeconds(1));
        assertThat(asked(effects)).containsExactly(List.of("*", "allowed"));
        effects = answer(desk, effects, 200, "");
        assertThat(calls(effects, SchedulerCall.Revive.class))
                .containsExactly(new SchedulerCall.Revive(List.of("allowed")));
        if (asked(effects).isEmpty()) effects = desk.pass(Duration.ofSeconds(1));
        assertThat(asked(effects)).containsExactly(List.of("*", "allowed", "secret"));
        answer(desk, effects, 403, "Not authorized to use role 'secret'");

        effects = desk.pass(Duration.ofSeconds(50));
        assertThat(asked(effects)).isEmpty();
        assertThat(sentences(effects))
                .contains(
                        "Mesos does not let the framework have role 'secret': Not authorized to"
                                + " use role 'secret'");
        assertThat(asked(desk.pass(Duration.ofSeconds(20))))
                .containsExactly(List.of("*", "allowed", "secret"));
    }

    @Test
    void a_role_that_is_wanted_again_is_neither_told_as_suppressed_nor_revived_meanwhile() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        desk.want(1);
        desk.want(Given.want("/b", Given.spec(1, 10).withRole("shop"), 1));
        var effects = new ArrayList<>(desk.last);
        effects.addAll(desk.pass(Duration.ofSeconds(3)));
        assertThat(calls(effects, SchedulerCall.UpdateRoles.class))
                .containsExactly(new SchedulerCall.UpdateRoles(List.of("*", "shop"), List.of()));
        assertThat(calls(desk.pass(Duration.ofSeconds(3)), SchedulerCall.Revive.class)).isEmpty();
        assertThat(calls(answer(desk, effects, 200, ""), SchedulerCall.Revive.class)).isNotEmpty();
    }

    @Test
    void a_role_that_nobody_wants_is_left_with_the_next_change() {
        var desk = Desk.subscribed();
        answer(desk, want(desk, "/app", "shop"), 200, "");
        desk.give(new SchedulerInput.Wanted(new AppId("/app"), 8, List.of()));
        desk.pass(Duration.ofSeconds(5));
        assertThat(asked(want(desk, "/other", "desk"))).containsExactly(List.of("*", "desk"));
    }

    /// It may come late, and undo one that was sent after it.
    @Test
    void a_change_of_the_roles_without_an_answer_is_voided_by_a_new_subscription() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        var effects = want(desk, "/app", "shop");
        assertThat(desk.hear(new SchedulerEvent.Unanswered(number(effects), "silence")))
                .containsExactly(new Effect.ClaimEpoch(1));
        assertThat(asked(desk.pass(Duration.ofSeconds(3)))).isEmpty();
        assertThat(desk.claim()).containsExactly(new Effect.Resubscribe());
        desk.hear(new SchedulerEvent.Disconnected("given up"));
        var again = new ArrayList<>(desk.hear(Desk.subscribedEvent()));
        again.addAll(desk.pass(Duration.ofSeconds(40)));
        assertThat(asked(again)).containsExactly(List.of("*", "shop"));
    }

    /// Each attempt ends the subscription, with all that the other roles have under way.
    @Test
    void a_master_that_never_answers_a_change_of_the_roles_is_asked_again_after_a_while_only() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        for (int time = 0; time < 3; time++) {
            var effects = want(desk, "/app", "shop");
            while (asked(effects).isEmpty()) effects = desk.pass(Duration.ofSeconds(1));
            desk.hear(new SchedulerEvent.Unanswered(number(effects), "silence"));
            desk.pass(Duration.ofSeconds(3));
            desk.claim();
            desk.hear(new SchedulerEvent.Disconnected("given up"));
            desk.hear(Desk.subscribedEvent());
            var other = new ArrayList<>(want(desk, "/other", "*"));
            other.addAll(desk.pass(Duration.ofSeconds(20)));
            assertThat(asked(other)).isEmpty();
            assertThat(other).noneMatch(Effect.ClaimEpoch.class::isInstance);
        }
    }

    /// It may come after the next REVIVE, and no offer would come any more.
    @Test
    void a_suppress_without_an_answer_is_voided_by_a_new_subscription_before_its_role_is_revived() {
        var desk = Desk.subscribed();
        var effects = desk.pass(Duration.ofSeconds(3));
        desk.hear(new SchedulerEvent.Unanswered(suppress(effects), "silence"));
        effects = desk.pass(Duration.ofMinutes(10));
        assertThat(effects).noneMatch(Effect.ClaimEpoch.class::isInstance);

        effects = new ArrayList<>(want(desk, "/app", "*"));
        effects.addAll(desk.pass(Duration.ofSeconds(1)));
        assertThat(effects).contains(new Effect.ClaimEpoch(1));
        assertThat(calls(effects, SchedulerCall.Revive.class)).isEmpty();
        assertThat(desk.claim()).containsExactly(new Effect.Resubscribe());
        desk.hear(new SchedulerEvent.Disconnected("given up"));
        desk.hear(Desk.subscribedEvent());
        assertThat(desk.pass(Duration.ofSeconds(40)))
                .noneMatch(Effect.ClaimEpoch.class::isInstance);
    }

    @Test
    void a_new_subscription_learns_the_roles_anew() {
        var desk = Desk.subscribed();
        want(desk, "/app", "shop");
        desk.hear(new SchedulerEvent.Disconnected("test"));
        desk.claim();
        var effects = new ArrayList<>(desk.hear(Desk.subscribedEvent()));
        effects.addAll(desk.pass(Duration.ofSeconds(5)));
        assertThat(calls(effects, SchedulerCall.UpdateRoles.class)).hasSize(1);
    }

    private static List<Effect> want(Desk desk, String app, String role) {
        return desk.want(Given.want(app, Given.spec(1, 10).withRole(role), 1));
    }

    private static List<Effect> answer(Desk desk, List<Effect> to, int status, String words) {
        return desk.hear(new SchedulerEvent.Answered(number(to), status, words));
    }

    private static List<List<String>> asked(List<Effect> effects) {
        return calls(effects, SchedulerCall.UpdateRoles.class).stream()
                .map(SchedulerCall.UpdateRoles::roles)
                .toList();
    }

    private static long suppress(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Call.class::isInstance)
                .map(Effect.Call.class::cast)
                .filter(it -> it.call() instanceof SchedulerCall.Suppress)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static List<String> sentences(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.ShowRefusals.class::isInstance)
                .map(Effect.ShowRefusals.class::cast)
                .flatMap(shown -> shown.refusals().stream())
                .map(Refusal::sentence)
                .toList();
    }

    private static long number(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Call.class::isInstance)
                .map(Effect.Call.class::cast)
                .filter(it -> it.call() instanceof SchedulerCall.UpdateRoles)
                .findFirst()
                .orElseThrow()
                .number();
    }
}
