package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.events.AgentId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Constraint.Operator;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.Instance.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalanceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Constraint RACKS = groupBy("rack");
    private static final Constraint ROWS = groupBy("row");

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Constraint groupBy(String field) {
        return new Constraint(field, Operator.GROUP_BY, Optional.empty());
    }

    @Test
    void those_of_the_largest_group_go_whoever_would_go_otherwise() {
        var instances = List.of(in("a"), in("a"), in("b"), in("b"), in("b"), in("c"));
        assertThat(Balance.choose(List.of(RACKS), instances, 3))
                .containsExactly(instances.get(2), instances.get(0), instances.get(3));
    }

    @Test
    void what_does_not_run_goes_first_where_too_few_would_run() {
        var instances = List.of(in("b"), in("a"), running(in("a")), running(in("a")));
        assertThat(Balance.choose(List.of(RACKS), instances, 2, 2))
                .containsExactly(instances.get(1), instances.get(2));
        assertThat(Balance.choose(List.of(RACKS), instances, 2, 1))
                .containsExactly(instances.get(1), instances.get(2));
        assertThat(Balance.choose(List.of(RACKS), instances, 2, 0))
                .containsExactlyInAnyOrder(instances.get(0), instances.get(1));
    }

    private static Instance running(Instance instance) {
        var state = running(1, List.of());
        var task = instance.task().orElseThrow();
        var planned =
                new InstancePlanned(
                        state.app(),
                        instance.id(),
                        task.id(),
                        instance.config(),
                        task.placement(),
                        1,
                        NOW);
        var runs = ApplicationWorld.observe(task.id(), TaskState.RUNNING).updates().getFirst();
        return state.evolve(planned)
                .evolve(
                        new TaskObserved(
                                state.app(),
                                runs.task(),
                                runs.state(),
                                Optional.empty(),
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                NOW))
                .instances()
                .find(instance.id())
                .orElseThrow();
    }

    @Test
    void the_more_uneven_field_counts_first() {
        var instances = List.of(in("a", "1"), in("b", "1"), in("c", "1"), in("a", "2"));
        assertThat(Balance.choose(List.of(RACKS, ROWS), instances, 1))
                .containsExactly(instances.get(0));
        assertThat(Balance.choose(List.of(RACKS, ROWS), instances, 2))
                .containsExactly(instances.get(0), instances.get(1));
    }

    @Test
    void all_can_go() {
        var instances = List.of(in("a"), in("b"), in("a"));
        assertThat(Balance.choose(List.of(RACKS), instances, 5)).hasSize(3);
        assertThat(Balance.choose(List.of(RACKS), List.of(), 5)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void groups_become_no_less_even_and_even_if_enough_go(long seed) {
        var chance = new Random(seed);
        var instances = new ArrayList<Instance>();
        for (int i = 0; i < 40; i++) instances.add(in("r" + chance.nextInt(5)));
        int spread = spread(instances);
        int groups = counts(instances).size();
        for (int gone = 1; gone < 40 - groups; gone++) {
            var left = new ArrayList<>(instances);
            left.removeAll(Balance.choose(List.of(RACKS), instances, gone));
            assertThat(left).as("seed %d, %d gone", seed, gone).hasSize(40 - gone);
            assertThat(spread(left)).isLessThanOrEqualTo(Math.max(1, spread));
            spread = spread(left);
        }
        assertThat(spread).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_second_constraint_that_is_met_anyway_changes_nothing(long seed) {
        var chance = new Random(seed);
        var instances = new ArrayList<Instance>();
        for (int i = 0; i < 30; i++) instances.add(in("r" + chance.nextInt(8), "1"));
        for (int gone = 0; gone < 30; gone++)
            assertThat(Balance.choose(List.of(RACKS), instances, gone))
                    .containsExactlyElementsOf(
                            Balance.choose(List.of(RACKS, ROWS), instances, gone));
    }

    @Test
    void an_application_that_is_scaled_down_keeps_its_racks_even() {
        var state = running(6, List.of("a", "a", "a", "b", "b", "c"));
        var context = new Context(NOW, () -> "unused", Limits.DEFAULT);
        var facts = Settling.settle(scaled(state, 3), context);
        for (var fact : facts) state = state.evolve(fact);
        var left = new ArrayList<Instance>();
        for (var instance : state.instances().all().values())
            if (!instance.decommissioned()) left.add(instance);
        assertThat(counts(left)).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
    }

    private static ApplicationState scaled(ApplicationState state, int instances) {
        var before = state.run().orElseThrow();
        var version = new Version(NOW.plusSeconds(1));
        var info = new VersionInfo(version, before.info().lastConfigChangeAt());
        return follow(state, 2, new Target.Run(version, info, spec(instances)));
    }

    private static ApplicationState running(int instances, List<String> racks) {
        var version = new Version(NOW);
        var target = new Target.Run(version, VersionInfo.fresh(version), spec(instances));
        var state = follow(ApplicationState.empty(ApplicationWorld.APP), 1, target);
        for (var rack : racks) state = state.evolve(planned(rack, "1"));
        return state;
    }

    private static ApplicationState follow(ApplicationState state, long admission, Target target) {
        var deployment = new DeploymentId("d" + admission);
        return state.evolve(new VersionAdopted(state.app(), admission, deployment, target, NOW))
                .evolve(new StepReleased(state.app(), deployment, 0, NOW));
    }

    private static ApplicationSpec spec(int instances) {
        return ApplicationSpec.ofCommand("true")
                .withInstances(instances)
                .withConstraints(List.of(RACKS));
    }

    private static int spread(List<Instance> instances) {
        var sizes = counts(instances).values().stream().mapToInt(Integer::intValue);
        var range = sizes.summaryStatistics();
        return range.getMax() - range.getMin();
    }

    private static Map<String, Integer> counts(List<Instance> instances) {
        var counts = new HashMap<String, Integer>();
        for (var instance : instances) {
            var placement = instance.task().orElseThrow().placement();
            counts.merge(placement.attributes().getOrDefault("rack", ""), 1, Integer::sum);
        }
        return counts;
    }

    private static Instance in(String rack) {
        return in(rack, "1");
    }

    private static int ids;

    private static Instance in(String rack, String row) {
        var state = running(1, List.of()).evolve(planned(rack, row));
        return state.instances().pick(Kind.PLANNED, _ -> true, 1, false).getFirst();
    }

    private static InstancePlanned planned(String rack, String row) {
        var id = InstanceId.of(ApplicationWorld.APP, "%08d".formatted(ids++));
        return new InstancePlanned(
                ApplicationWorld.APP,
                id,
                TaskId.of(id, 1),
                new Version(NOW),
                new Placement(
                        new AgentId("a1"),
                        "h",
                        "10.0.0.1",
                        List.of(),
                        Map.of("rack", rack, "row", row),
                        Optional.empty(),
                        Optional.empty()),
                1,
                NOW);
    }
}
