package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Desk.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.scheduling.Effect.ProposePlan;
import io.dromos.events.AppId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many places applications are asked to plan at a time.
class PacingTest {

    private static final SchedulingLimits LIMITS = SchedulingLimits.DEFAULT;
    private static final int EACH = 10;
    private static final int FIRST = 500;

    private final Desk desk = Desk.subscribed();

    @Test
    void at_first_so_many_places_are_asked_for_as_one_batch_holds() {
        wanted(200, EACH);
        assertThat(places(offered("h1"))).isEqualTo(FIRST).isEqualTo(LIMITS.batchTasks());
        assertThat(places(offered("h2"))).isZero();
        assertThat(places(desk.pass(LIMITS.confirmWithin().dividedBy(2)))).isZero();
    }

    @Test
    void an_answer_that_comes_soon_allows_as_much_again() {
        wanted(200, EACH);
        var asked = all(offered("h1"), ProposePlan.class);
        assertThat(places(desk.confirm(asked.get(0)))).isEqualTo(2 * EACH);
        assertThat(places(desk.confirm(asked.get(1)))).isEqualTo(2 * EACH);
    }

    @Test
    void an_answer_that_takes_its_time_allows_no_more_and_a_late_one_less() {
        wanted(200, EACH);
        var asked = all(offered("h1"), ProposePlan.class);
        desk.pass(LIMITS.confirmWithin().dividedBy(4).plus(Duration.ofMillis(250)));
        offered("h2");
        assertThat(places(desk.confirm(asked.get(0)))).isEqualTo(EACH);
        desk.pass(LIMITS.confirmWithin().dividedBy(2));
        offered("h3");
        assertThat(places(desk.confirm(asked.get(1)))).isEqualTo(EACH / 2);
    }

    @Test
    void once_an_answer_is_overdue_half_as_much_is_asked_for_after_the_pause() {
        wanted(200, EACH);
        offered("h1");
        desk.pass(LIMITS.confirmWithin());
        assertThat(places(offered("h2"))).isZero();
        assertThat(places(desk.pass(LIMITS.slowPause()))).isEqualTo(FIRST / 2);
    }

    @Test
    void however_slow_the_answers_some_are_asked() {
        wanted(150, EACH);
        offered("h1");
        var asked = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            desk.pass(LIMITS.slowPauseMax().plus(LIMITS.confirmWithin().multipliedBy(2)));
            asked.add(places(offered("again" + i + "-")));
        }
        assertThat(asked).contains(Pacing.PLACES_MIN).allMatch(it -> it >= Pacing.PLACES_MIN);
    }

    @Test
    void applications_that_want_more_than_there_is_room_for_take_turns() {
        wanted(4, 10_000);
        var order = new ArrayList<AppId>();
        var asked = all(offered("h1"), ProposePlan.class);
        for (int i = 0; i < 40; i++) {
            var next = new ArrayList<ProposePlan>();
            for (var batch : asked) {
                order.add(batch.app());
                // It closes the want; the application tells what it still wants.
                next.addAll(all(desk.confirm(batch), ProposePlan.class));
                next.addAll(all(desk.want(want(batch.app(), 10_000)), ProposePlan.class));
            }
            asked = next;
            if (order.size() >= 8) break;
        }
        assertThat(order.subList(0, 4)).doesNotHaveDuplicates();
    }

    @Test
    void whoever_finds_no_place_keeps_no_place_from_others_and_is_tried_on_new_offers() {
        for (int i = 0; i < 300; i++) desk.want(Given.want("/big" + i, Given.spec(10_000, 10), 1));
        var small = Given.want("/small", Given.spec(0.001, 1), 1);
        desk.want(small);
        assertThat(all(offered("h1"), ProposePlan.class))
                .extracting(ProposePlan::app)
                .containsExactly(small.app());
        assertThat(places(desk.offer(Given.offer("huge", 30_000, 1_000_000)))).isEqualTo(3);
    }

    @Test
    void offers_that_nobody_had_the_time_to_look_at_are_asked_for_again() {
        wanted(150, EACH);
        desk.want(Given.want("/big", Given.spec(10_000, 10), 1));
        offered("first");
        var pause = LIMITS.slowPause();
        while (pause.compareTo(LIMITS.holdOffers()) <= 0) {
            desk.pass(LIMITS.confirmWithin().plus(pause));
            offered("after" + pause);
            pause = pause.multipliedBy(2);
        }
        desk.pass(LIMITS.confirmWithin());
        desk.offer(Given.offer("huge", 20_000, 1_000_000));
        var late = desk.pass(LIMITS.holdOffers().plus(LIMITS.reviveEvery()));
        assertThat(places(late)).as("the pause is not over").isZero();
        assertThat(Desk.calls(late, SchedulerCall.Revive.class)).isNotEmpty();
    }

    private void wanted(int apps, int each) {
        for (int i = 0; i < apps; i++) desk.want(want(new AppId("/app" + i), each));
    }

    private static Want want(AppId app, int count) {
        return Given.want(app.path(), Given.withPorts(Given.spec(0.001, 1), false), count);
    }

    /// Room for far more than is asked for: of each offer a hundred tasks at most make use.
    private List<Effect> offered(String name) {
        return desk.offer(
                IntStream.range(0, 20)
                        .mapToObj(i -> Given.offer(name + "-" + i, 4_000, 1_000_000))
                        .toArray(Offer[]::new));
    }

    private static int places(List<Effect> effects) {
        return all(effects, ProposePlan.class).stream()
                .mapToInt(batch -> batch.places().size())
                .sum();
    }
}
