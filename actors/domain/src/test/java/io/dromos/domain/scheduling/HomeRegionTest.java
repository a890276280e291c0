package io.dromos.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.Constraint.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The region of the master that subscribed us is home: agents of others are only for who names
/// one.
class HomeRegionTest {

    @Test
    void agents_of_another_region_than_the_masters_are_left_alone_and_it_is_said_why() {
        var desk = Desk.subscribed(master(Optional.of("east")));
        desk.want(2);
        assertThat(places(offer(desk, "away", "west"))).isEmpty();
        assertThat(sentences(desk.pass(Duration.ofSeconds(2))))
                .containsOnly("1 offer is from another region");
        assertThat(places(offer(desk, "home", "east"))).hasSize(2);
    }

    @Test
    void who_names_a_region_or_a_zone_leaves_home() {
        for (var field : List.of("@region", "@zone")) {
            var desk = Desk.subscribed(master(Optional.of("east")));
            var roams = Given.constrained(1, Given.constraint(field, Operator.LIKE, "west.*"));
            desk.want(Given.want("/app", roams, 1));
            assertThat(places(offer(desk, "away", "west"))).as(field).hasSize(1);
        }
    }

    @Test
    void a_master_that_tells_no_region_leaves_all_agents_to_everybody() {
        var desk = Desk.subscribed();
        desk.want(1);
        assertThat(places(offer(desk, "away", "west"))).hasSize(1);
    }

    @Test
    void each_subscription_tells_anew_where_home_is() {
        var desk = Desk.subscribed(master(Optional.of("east")));
        desk.want(1);
        assertThat(places(offer(desk, "a", "west"))).isEmpty();
        desk.hear(new SchedulerEvent.Disconnected("the master is gone"));
        desk.claim();
        desk.hear(master(Optional.of("west")));
        desk.give(new SchedulerInput.LiveTasks(2, Optional.empty(), List.of()));
        desk.want(1);
        assertThat(places(offer(desk, "b", "west"))).hasSize(1);
    }

    private static SchedulerEvent master(Optional<String> region) {
        return new SchedulerEvent.Subscribed(
                new FrameworkId("framework"), Duration.ofSeconds(15), "127.0.0.1:5050", region);
    }

    private static List<Effect> offer(Desk desk, String host, String region) {
        return desk.offer(Given.within(Given.offer(host, 4, 100), region, region + "-1"));
    }

    private static List<Effect.Proposal> places(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.ProposePlan.class::isInstance)
                .flatMap(effect -> ((Effect.ProposePlan) effect).places().stream())
                .toList();
    }

    private static List<String> sentences(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.ShowRefusals.class::isInstance)
                .flatMap(effect -> ((Effect.ShowRefusals) effect).refusals().stream())
                .map(Refusal::sentence)
                .toList();
    }
}
