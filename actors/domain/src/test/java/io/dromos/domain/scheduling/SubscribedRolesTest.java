package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.calls;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
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
        var effects = desk.want(Given.want("/app", Given.spec(1, 10).withRole("shop"), 1));
        assertThat(calls(effects, SchedulerCall.class))
                .containsExactly(
                        new SchedulerCall.UpdateRoles(List.of("*", "shop"), List.of("*")),
                        new SchedulerCall.Revive(List.of("shop")));
        assertThat(calls(desk.pass(Duration.ofSeconds(30)), SchedulerCall.UpdateRoles.class))
                .isEmpty();
    }

    @Test
    void roles_that_mesos_may_not_have_heard_of_are_told_again() {
        var desk = Desk.subscribed();
        desk.pass(Duration.ofSeconds(30));
        var effects = desk.want(Given.want("/app", Given.spec(1, 10).withRole("shop"), 1));
        desk.hear(new SchedulerEvent.Unanswered(number(effects), "the connection broke"));
        assertThat(calls(desk.pass(Duration.ofSeconds(5)), SchedulerCall.UpdateRoles.class))
                .hasSize(1);
    }

    @Test
    void a_new_subscription_learns_the_roles_anew() {
        var desk = Desk.subscribed();
        desk.want(Given.want("/app", Given.spec(1, 10).withRole("shop"), 1));
        desk.hear(new SchedulerEvent.Disconnected("test"));
        desk.claim();
        var effects = new ArrayList<>(desk.hear(Desk.subscribedEvent()));
        effects.addAll(desk.pass(Duration.ofSeconds(5)));
        assertThat(calls(effects, SchedulerCall.UpdateRoles.class)).hasSize(1);
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
