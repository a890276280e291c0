package io.dromos.domain.scheduling;

import static io.dromos.domain.scheduling.Given.beside;
import static io.dromos.domain.scheduling.Given.constrained;
import static io.dromos.domain.scheduling.Given.constraint;
import static io.dromos.domain.scheduling.Given.lot;
import static io.dromos.domain.scheduling.Given.offer;
import static io.dromos.domain.scheduling.Given.spec;
import static io.dromos.domain.scheduling.Given.want;
import static io.dromos.domain.scheduling.Given.withPorts;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.Unavailability;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint.Operator;
import io.dromos.events.spec.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void an_offer_carries_several_tasks_until_it_is_spent_exactly() {
        var placed = place(List.of(lot("h1", 0.3, 100)), want("/a", spec(0.1, 10), 5));
        assertThat(placed.assignments()).hasSize(3);
        assertThat(placed.leftOver().getFirst().room().cpus()).isZero();
        assertThat(placed.refusals())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.unplaced()).isEqualTo(2);
                    assertThat(refusal.sentence())
                            .isEqualTo("needs 0.1 cpus; the only offer has 0");
                });
    }

    @Test
    void a_refusal_names_the_largest_offer() {
        var lots = List.of(lot("h1", 1, 10), lot("h2", 2.5, 10), lot("h3", 2, 10));
        var refusal = only(place(lots, want("/a", spec(4, 10), 1)));
        assertThat(refusal.sentence()).isEqualTo("needs 4 cpus; the largest of 3 offers has 2.5");
        assertThat(refusal.funnel()).hasSize(10);
        assertThat(refusal.funnel().get(4))
                .isEqualTo(new Refusal.Step(Reason.INSUFFICIENT_CPUS, 3, 3));
        assertThat(refusal.funnel().get(5))
                .isEqualTo(new Refusal.Step(Reason.INSUFFICIENT_MEMORY, 0, 0));
    }

    @Test
    void three_unique_instances_use_three_hosts_and_the_fourth_waits_and_says_why() {
        var unique = constrained(4, constraint("hostname", Operator.UNIQUE));
        var lots = List.of(lot("h1", 9, 99), lot("h2", 9, 99), lot("h3", 9, 99));
        var placed = place(lots, want("/a", unique, 4));
        assertThat(hosts(placed)).containsExactlyInAnyOrder("h1", "h2", "h3");
        assertThat(only(placed).sentence())
                .isEqualTo("hostname UNIQUE: all 3 hosts already run one");
    }

    @Test
    void instances_placed_before_are_counted() {
        var unique = constrained(2, constraint("hostname", Operator.UNIQUE));
        var want = beside(want("/a", unique, 1), Given.at(offer("h1", 1, 1)));
        var placed = place(List.of(lot("h1", 9, 99), lot("h2", 9, 99)), want);
        assertThat(hosts(placed)).containsExactly("h2");
    }

    @Test
    void wants_take_turns_so_that_a_large_one_starves_none() {
        for (long seed = 0; seed < 4; seed++) {
            var wants =
                    List.of(
                            want("/a", spec(1, 1), 100),
                            want("/b", spec(1, 1), 1),
                            want("/c", spec(1, 1), 2));
            var placed =
                    Placement.place(List.of(lot("h1", 5, 99)), wants, Rules.DEFAULT.withSeed(seed));
            assertThat(placed.assignments().stream().map(a -> a.want().app().path()))
                    .containsOnlyOnce("/b")
                    .contains("/a", "/c");
        }
    }

    @Test
    void groups_without_a_number_fill_evenly_though_one_rack_is_offered_first() {
        var grouped = constrained(6, constraint("rack", Operator.GROUP_BY));
        var lots = racks("a", "a", "a", "b", "c");
        var placed = place(lots, want("/a", grouped, 6));
        assertThat(racks(placed)).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
    }

    @Test
    void groups_without_a_number_do_not_wait_for_a_rack_that_is_full() {
        var grouped = constrained(4, constraint("rack", Operator.GROUP_BY));
        var lots = new ArrayList<>(racks("a"));
        lots.add(Lot.of(offer("full", 0, 0, Map.of("rack", "b"))));
        assertThat(place(lots, want("/a", grouped, 4)).assignments()).hasSize(4);
    }

    @Test
    void groups_with_a_number_take_their_shares() {
        var grouped = constrained(5, constraint("rack", Operator.GROUP_BY, "2"));
        var placed = place(racks("a", "b", "c"), want("/a", grouped, 5));
        assertThat(racks(placed)).containsExactlyInAnyOrder("a", "a", "a", "b", "b");
    }

    @Test
    void required_ports_are_given_as_they_stand_and_only_once() {
        var spec = withPorts(spec(0.1, 1), true, 31_005, 31_007);
        var placed = place(List.of(lot("h1", 9, 99)), want("/a", spec, 2));
        assertThat(placed.assignments())
                .singleElement()
                .satisfies(assignment ->
                        assertThat(assignment.placement().hostPorts())
                                .containsExactly(31_005, 31_007));
        assertThat(only(placed).sentence())
                .isEqualTo("needs host ports 31005, 31007; 1 offer is without");
    }

    @Test
    void other_ports_are_drawn_from_the_offer_and_differ() {
        var spec = withPorts(spec(0.01, 1), false, 10_001, 10_002);
        var placed = place(List.of(lot("h1", 9, 99)), want("/a", spec, 60));
        var ports =
                placed.assignments().stream()
                        .flatMap(assignment -> assignment.placement().hostPorts().stream())
                        .toList();
        assertThat(ports).hasSize(100).doesNotHaveDuplicates();
        assertThat(ports).isNotEqualTo(ports.stream().sorted().toList());
        assertThat(ports).allMatch(port -> port >= 31_000 && port <= 31_099);
        assertThat(only(placed).sentence())
                .isEqualTo("needs 2 host ports; the best of 1 offer has 0");
    }

    @Test
    void the_same_question_has_the_same_answer_and_another_seed_other_ports() {
        var wants = List.of(want("/a", withPorts(spec(0.1, 1), false, 1), 3));
        var lots = List.of(lot("h1", 9, 99));
        var once = Placement.place(lots, wants, Rules.DEFAULT.withSeed(7));
        assertThat(Placement.place(lots, wants, Rules.DEFAULT.withSeed(7))).isEqualTo(once);
        assertThat(Placement.place(lots, wants, Rules.DEFAULT.withSeed(8))).isNotEqualTo(once);
    }

    @Test
    void offers_of_another_role_are_left_alone() {
        var refusal =
                only(
                        place(
                                List.of(Lot.of(Given.withRole(offer("h1", 9, 99), "prod"))),
                                want("/a", spec(1, 1), 1)));
        assertThat(refusal.sentence()).isEqualTo("runs in role '*'; 1 offer is for another");
        assertThat(refusal.funnel().getFirst())
                .isEqualTo(new Refusal.Step(Reason.UNFULFILLED_ROLE, 1, 1));
    }

    @Test
    void who_accepts_only_what_is_reserved_for_his_role_takes_nothing_unreserved_and_says_so() {
        var lots =
                List.of(
                        Lot.of(Given.withRole(offer("h1", 9, 99), "prod")),
                        Lot.of(Given.withRole(offer("h2", 9, 99), "prod")));
        var refused = place(lots, want("/a", Given.accepting("prod", List.of("prod")), 1));
        assertThat(refused.assignments()).isEmpty();
        assertThat(only(refused).sentence())
                .isEqualTo(
                        "accepts only resources reserved for role 'prod', which are not used yet;"
                                + " 2 offers are of unreserved ones");
        assertThat(only(refused).funnel().getFirst())
                .isEqualTo(new Refusal.Step(Reason.UNFULFILLED_ROLE, 2, 2));
    }

    @Test
    void who_accepts_unreserved_resources_too_takes_them_in_his_role() {
        var lots = List.of(Lot.of(Given.withRole(offer("h1", 9, 99), "prod")));
        for (var accepted : List.of(List.of("*"), List.of("*", "prod"), List.of("prod", "*")))
            assertThat(place(lots, want("/a", Given.accepting("prod", accepted), 1)).assignments())
                    .as("%s", accepted)
                    .hasSize(1);
        var other = place(lots, want("/a", Given.accepting("test", List.of("*")), 1));
        assertThat(only(other).sentence()).isEqualTo("runs in role 'test'; 1 offer is for another");
    }

    @Test
    void agents_in_maintenance_are_left_alone_from_the_draining_on_until_the_end() {
        var start = Instant.parse("2020-01-01T12:00:00Z");
        var window = new Unavailability(start, Optional.of(Duration.ofHours(1)));
        var lots = List.of(Lot.of(inMaintenance(offer("h1", 9, 99), window)));
        var rules = new Rules(Optional.empty(), true, 100, 0, start, Duration.ofMinutes(5));
        record Case(Instant now, int placed) {}
        for (var at :
                List.of(
                        new Case(start.minusSeconds(301), 1),
                        new Case(start.minusSeconds(300), 0),
                        new Case(start.plusSeconds(3599), 0),
                        new Case(start.plusSeconds(3600), 1))) {
            var placed =
                    Placement.place(lots, List.of(want("/a", spec(1, 1), 1)), rules.at(at.now()));
            assertThat(placed.assignments()).as("%s", at).hasSize(at.placed());
        }
    }

    @Test
    void a_foreign_region_is_used_only_by_who_names_it() {
        var lots = List.of(Lot.of(Given.withRegion(offer("h1", 9, 99), "west")));
        var rules = new Rules(Optional.of("east"), true, 100, 0, Instant.EPOCH, Duration.ZERO);
        var refused = Placement.place(lots, List.of(want("/a", spec(1, 1), 1)), rules);
        assertThat(only(refused).sentence()).isEqualTo("1 offer is from another region");
        var named = constrained(1, constraint("@region", Operator.IS, "west"));
        assertThat(Placement.place(lots, List.of(want("/a", named, 1)), rules).assignments())
                .hasSize(1);
    }

    @Test
    void a_zone_is_read_of_the_offer_and_one_that_names_it_may_leave_the_region() {
        var away = Given.within(offer("h1", 9, 99), "west", "w1");
        var home = Given.within(offer("h2", 9, 99), "east", "e1");
        var lots = List.of(Lot.of(away), Lot.of(home));
        var rules = Rules.DEFAULT.within("east");
        record Case(ApplicationSpec spec, List<String> hosts) {}
        for (var one :
                List.of(
                        new Case(spec(1, 1).withInstances(2), List.of("h2", "h2")),
                        new Case(zoned(Operator.IS, "w1"), List.of("h1", "h1")),
                        new Case(zoned(Operator.LIKE, "[ew]1"), List.of("h1", "h1")),
                        new Case(zoned(Operator.UNLIKE, "w.*"), List.of("h2", "h2")),
                        new Case(zoned(Operator.MAX_PER, "1"), List.of("h1", "h2")),
                        new Case(zoned(Operator.GROUP_BY, "2"), List.of("h1", "h2")),
                        new Case(zoned(Operator.IS, "w2"), List.of()))) {
            var placed = Placement.place(lots, List.of(want("/a", one.spec(), 2)), rules);
            assertThat(hosts(placed)).as("%s", one.spec().constraints()).isEqualTo(one.hosts());
        }
        var beside = beside(want("/a", zoned(Operator.MAX_PER, "1"), 1), Given.at(away));
        assertThat(hosts(Placement.place(lots, List.of(beside), rules))).containsExactly("h2");
    }

    private static ApplicationSpec zoned(Operator operator, String value) {
        return constrained(2, constraint("@zone", operator, value));
    }

    @Test
    void agents_with_gpus_are_kept_for_tasks_that_need_some() {
        var lots = List.of(Lot.of(Given.withGpus(offer("h1", 9, 99), 2)));
        assertThat(only(place(lots, want("/a", spec(1, 1), 1))).sentence())
                .isEqualTo("needs no gpu; 1 offer is from agents kept for tasks that do");
        var withGpu = Given.withResources(spec(1, 1), new Resources(1, 1, 0, 1));
        assertThat(place(lots, want("/a", withGpu, 3)).assignments()).hasSize(2);
    }

    @Test
    void no_offer_carries_more_tasks_than_the_bound() {
        var rules = new Rules(Optional.empty(), true, 3, 0, Instant.EPOCH, Duration.ZERO);
        var placed =
                Placement.place(
                        List.of(lot("h1", 99, 99)), List.of(want("/a", spec(0.1, 0), 9)), rules);
        assertThat(placed.assignments()).hasSize(3);
    }

    @Test
    void an_explanation_takes_nothing_and_counts_what_would_do() {
        var lots = List.of(lot("h1", 1, 10), lot("h2", 9, 10));
        var refusal = Placement.explain(lots, want("/a", spec(4, 10), 3), Rules.DEFAULT);
        assertThat(refusal.unplaced()).isEqualTo(3);
        assertThat(refusal.sentence())
                .isEqualTo(
                        "needs 4 cpus; the only offer has 1;"
                                + " 1 of the last 2 offers would do, as soon as they come again");
        assertThat(
                        Placement.explain(List.of(), want("/a", spec(4, 10), 3), Rules.DEFAULT)
                                .sentence())
                .isEqualTo("no offer to look at yet");
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        var spec = withPorts(spec(0.1, 1), false, 1, 2);
        var lot = lot("h1", 1, 10);
        var placed = place(List.of(lot), want("/a", spec, 4));
        var returned = placed.leftOver().getFirst();
        for (var assignment : placed.assignments()) returned = returned.plus(assignment);
        assertThat(returned).isEqualTo(lot);
    }

    @Test
    void a_hundred_thousand_instances_cost_no_more_to_place_beside_than_their_hosts() {
        var offers =
                IntStream.range(0, 1000)
                        .mapToObj(i -> offer("h" + i, 100, 100_000, Map.of("rack", "r" + i % 40)))
                        .toList();
        var spec =
                constrained(
                        200_000,
                        constraint("hostname", Operator.MAX_PER, "200"),
                        constraint("rack", Operator.GROUP_BY));
        var counted = Tally.EMPTY;
        for (int i = 0; i < 100_000; i++)
            counted = counted.plus(spec.constraints(), Given.at(offers.get(i % 1000)));
        var want =
                new Want(
                        want("/a", spec, 0).app(),
                        Given.VERSION,
                        spec,
                        Given.VERSION,
                        100_000,
                        counted);
        var rules = new Rules(Optional.empty(), true, 100, 1, Instant.EPOCH, Duration.ZERO);
        var placed = Placement.place(offers.stream().map(Lot::of).toList(), List.of(want), rules);
        assertThat(placed.assignments()).hasSize(100_000);
        assertThat(new HashSet<>(racks(placed))).hasSize(40);
    }

    private static Placed place(List<Lot> lots, Want want) {
        return Placement.place(lots, List.of(want), Rules.DEFAULT);
    }

    private static Refusal only(Placed placed) {
        assertThat(placed.refusals()).hasSize(1);
        return placed.refusals().getFirst();
    }

    private static List<String> hosts(Placed placed) {
        return placed.assignments().stream().map(a -> a.placement().host()).toList();
    }

    private static List<String> racks(Placed placed) {
        return placed.assignments().stream()
                .map(a -> a.placement().attributes().getOrDefault("rack", "-"))
                .toList();
    }

    private static List<Lot> racks(String... racks) {
        return IntStream.range(0, racks.length)
                .mapToObj(i -> Lot.of(offer("h" + i, 9, 999, Map.of("rack", racks[i]))))
                .toList();
    }

    private static Offer inMaintenance(Offer offer, Unavailability window) {
        return new Offer(
                offer.id(),
                offer.agent(),
                offer.host(),
                offer.ip(),
                offer.role(),
                offer.cpus(),
                offer.mem(),
                offer.disk(),
                offer.gpus(),
                offer.ports(),
                offer.attributes(),
                offer.region(),
                offer.zone(),
                Optional.of(window));
    }
}
