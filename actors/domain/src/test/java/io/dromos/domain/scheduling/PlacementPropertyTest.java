package io.dromos.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.Offer;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Thousands of random clusters and wants, judged by a slow and simple second opinion.
class PlacementPropertyTest {

    private static final int ROUNDS = 3000;
    private static final List<Operator> OPERATORS = List.of(Operator.values());

    /// A random question and its answer.
    private record Asked(long seed, List<Lot> lots, List<Want> wants, Placed placed) {
        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    @Test
    void no_offer_is_overspent_and_what_is_left_over_is_exact() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var asked = ask(seed);
            for (int i = 0; i < asked.lots().size(); i++) {
                var left = asked.placed().leftOver().get(i);
                var expected = asked.lots().get(i);
                for (var assignment : asked.placed().assignments())
                    if (assignment.offer().equals(expected.offer().id()))
                        expected = expected.minus(assignment);
                assertThat(left).as("%s", asked).isEqualTo(expected);
                var room = left.room();
                assertThat(List.of(room.cpus(), room.mem(), room.disk(), room.gpus()))
                        .as("%s", asked)
                        .allMatch(amount -> amount >= 0);
            }
            assertPortsWereFreeAndDiffer(asked);
        }
    }

    @Test
    void no_constraint_is_broken_by_any_placement_in_its_turn() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var asked = ask(seed);
            for (var want : asked.wants()) {
                var tally = want.counted();
                for (var assignment : asked.placed().assignments()) {
                    if (!assignment.want().equals(want)) continue;
                    assertThat(allowed(want, tally, assignment.placement()))
                            .as("%s %s", asked, assignment)
                            .isTrue();
                    tally = tally.plus(want.spec().constraints(), assignment.placement());
                }
            }
        }
    }

    @Test
    void every_want_is_met_or_refused_with_a_reason_for_each_offer() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var asked = ask(seed);
            var refusals = asked.placed().refusals().iterator();
            for (var want : asked.wants()) {
                long placed =
                        asked.placed().assignments().stream()
                                .filter(assignment -> assignment.want().equals(want))
                                .count();
                if (placed == want.count()) continue;
                var refusal = refusals.next();
                assertThat(refusal.app()).as("%s", asked).isEqualTo(want.app());
                assertThat(refusal.unplaced()).as("%s", asked).isEqualTo(want.count() - placed);
                assertFunnelAddsUp(asked, refusal);
            }
            assertThat(refusals).as("%s", asked).isExhausted();
        }
    }

    @Test
    void what_was_refused_fits_nowhere_in_what_is_left_over() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            var asked = ask(seed);
            for (var refusal : asked.placed().refusals()) {
                var want = after(asked, refusal);
                var again =
                        Placement.place(asked.placed().leftOver(), List.of(want), Rules.DEFAULT);
                assertThat(again.assignments()).as("%s %s", asked, refusal).isEmpty();
            }
        }
    }

    @Test
    void the_same_question_has_the_same_answer() {
        for (long seed = 0; seed < ROUNDS / 10; seed++)
            assertThat(ask(seed).placed()).isEqualTo(ask(seed).placed());
    }

    private static Asked ask(long seed) {
        var random = new Random(seed);
        var lots =
                IntStream.range(0, random.nextInt(1, 12))
                        .mapToObj(i -> Lot.of(offer(random, i)))
                        .toList();
        var wants =
                IntStream.range(0, random.nextInt(1, 6))
                        .mapToObj(i -> want(random, "/app" + i, lots))
                        .toList();
        return new Asked(
                seed, lots, wants, Placement.place(lots, wants, Rules.DEFAULT.withSeed(seed)));
    }

    private static Offer offer(Random random, int index) {
        Map<String, String> attributes =
                random.nextInt(8) == 0 ? Map.of() : Map.of("rack", "r" + random.nextInt(4));
        var offer = Given.offer("h" + index, random.nextInt(30) / 10.0, 256, attributes);
        if (random.nextInt(9) == 0) offer = Given.withRole(offer, "prod");
        return random.nextInt(9) == 0 ? Given.withGpus(offer, 1) : offer;
    }

    private static Want want(Random random, String app, List<Lot> lots) {
        var constraints = new ArrayList<Constraint>();
        while (random.nextInt(5) < 3 && constraints.size() < 3) constraints.add(constraint(random));
        var spec =
                Given.spec(random.nextInt(1, 9) / 10.0, random.nextInt(1, 64))
                        .withInstances(random.nextInt(1, 9))
                        .withConstraints(constraints);
        if (random.nextBoolean()) spec = ports(random, spec);
        var want = Given.want(app, spec, random.nextInt(1, 9));
        if (random.nextBoolean()) return want;
        var before =
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(_ -> lots.get(random.nextInt(lots.size())).offer())
                        .map(Given::at)
                        .toArray(ApplicationFact.Placement[]::new);
        return Given.beside(want, before);
    }

    private static ApplicationSpec ports(Random random, ApplicationSpec spec) {
        boolean required = random.nextInt(3) == 0;
        return Given.withPorts(spec, required, 31_000 + random.nextInt(100), 0);
    }

    private static Constraint constraint(Random random) {
        var field = random.nextBoolean() ? "rack" : "hostname";
        return switch (OPERATORS.get(random.nextInt(OPERATORS.size()))) {
            case UNIQUE -> Given.constraint(field, Operator.UNIQUE);
            case CLUSTER ->
                    random.nextBoolean()
                            ? Given.constraint(field, Operator.CLUSTER)
                            : Given.constraint(field, Operator.CLUSTER, "r1");
            case GROUP_BY ->
                    random.nextBoolean()
                            ? Given.constraint(field, Operator.GROUP_BY)
                            : Given.constraint(field, Operator.GROUP_BY, "" + random.nextInt(1, 4));
            case LIKE -> Given.constraint(field, Operator.LIKE, "[rh][0-2]");
            case UNLIKE -> Given.constraint(field, Operator.UNLIKE, "[rh][0-2]");
            case MAX_PER -> Given.constraint(field, Operator.MAX_PER, "" + random.nextInt(1, 4));
            case IS -> Given.constraint(field, Operator.IS, "r2");
        };
    }

    /// The second opinion: Marathon's table, written down once more over plain counts.
    private static boolean allowed(Want want, Tally before, ApplicationFact.Placement placement) {
        return want.spec().constraints().stream()
                .allMatch(constraint -> {
                    var value =
                            constraint.field().equals("rack")
                                    ? placement.attributes().get("rack")
                                    : placement.host();
                    if (value == null) return constraint.operator() == Operator.UNLIKE;
                    var counts = new HashMap<>(before.of(constraint.field()));
                    int count = counts.getOrDefault(value, 0);
                    var text = constraint.value().orElse("");
                    return switch (constraint.operator()) {
                        case UNIQUE -> count == 0;
                        case MAX_PER -> count < Integer.parseInt(text);
                        case CLUSTER ->
                                text.isEmpty()
                                        ? counts.isEmpty()
                                                || before.of(constraint.field())
                                                        .keySet()
                                                        .iterator()
                                                        .next()
                                                        .equals(value)
                                        : text.equals(value);
                        case LIKE -> value.matches(text);
                        case UNLIKE -> !value.matches(text);
                        case IS -> value.equals(text);
                        case GROUP_BY -> grouped(counts, count, text, want.spec().instances());
                    };
                });
    }

    private static boolean grouped(
            Map<String, Integer> counts, int count, String text, int instances) {
        if (text.isEmpty())
            return count == 0 || counts.values().stream().allMatch(other -> count <= other);
        int groups = Integer.parseInt(text);
        if (count == 0) return counts.size() < groups;
        int larger = (int) counts.values().stream().filter(n -> n > instances / groups).count();
        return count < instances / groups
                || (count == instances / groups && larger < instances % groups);
    }

    private static void assertFunnelAddsUp(Asked asked, Refusal refusal) {
        int processed = asked.lots().size();
        assertThat(refusal.funnel().stream().map(Refusal.Step::reason))
                .containsExactly(Reason.values());
        for (var step : refusal.funnel()) {
            assertThat(step.processed()).as("%s %s", asked, refusal).isEqualTo(processed);
            processed -= step.declined();
        }
        assertThat(processed).as("%s %s", asked, refusal).isZero();
        assertThat(refusal.sentence()).as("%s", asked).isNotBlank();
    }

    private static void assertPortsWereFreeAndDiffer(Asked asked) {
        var byOffer =
                asked.placed().assignments().stream()
                        .collect(Collectors.groupingBy(Assignment::offer));
        byOffer.forEach((offer, assignments) -> {
            var ports =
                    assignments.stream()
                            .flatMap(assignment -> assignment.placement().hostPorts().stream())
                            .toList();
            assertThat(new HashSet<>(ports)).as("%s", asked).hasSameSizeAs(ports);
            assertThat(ports).as("%s", asked).allMatch(port -> port >= 31_000 && port < 31_100);
        });
    }

    /// The want as it stands after its own placements.
    private static Want after(Asked asked, Refusal refusal) {
        var want =
                asked.wants().stream()
                        .filter(w -> w.app().equals(refusal.app()))
                        .findFirst()
                        .orElseThrow();
        var tally = want.counted();
        for (var assignment : asked.placed().assignments())
            if (assignment.want().equals(want))
                tally = tally.plus(want.spec().constraints(), assignment.placement());
        return new Want(
                want.app(), want.version(), want.spec(), want.config(), refusal.unplaced(), tally);
    }
}
