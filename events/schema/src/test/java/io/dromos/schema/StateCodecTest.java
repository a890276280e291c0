package io.dromos.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.OrderedPMap;
import org.pcollections.OrderedPSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

class StateCodecTest {

    private final StateCodec codec = new StateCodec();

    @ParameterizedTest
    @MethodSource("states")
    void a_state_comes_back_as_it_was_and_folds_on(State state) {
        var back = codec.decode(codec.encode(state));
        assertThat(back).isEqualTo(state);
        assertThat(codec.encode(back)).isEqualTo(codec.encode(state));
    }

    @Test
    void maps_come_back_in_the_order_they_had() {
        var changes = List.of("z", "a", "m");
        var state = CatalogState.EMPTY;
        for (var change : changes) state = state.evolve(admitted(change));
        var back = (CatalogState) codec.decode(codec.encode(state));
        assertThat(back.recent().keySet()).map(ChangeId::value).containsExactlyElementsOf(changes);
        assertThat(back.recent()).isInstanceOf(OrderedPMap.class);
        assertThat(back.apps()).isInstanceOf(TreePMap.class);
    }

    @Test
    void forgotten_instances_come_back_oldest_first() {
        var ids = new ArrayList<InstanceId>();
        for (int i = 20; i > 0; i--) ids.add(InstanceId.of(SampleFacts.APP, "u" + i));
        var state = ApplicationState.empty(SampleFacts.APP);
        for (var id : ids)
            state =
                    state.evolve(
                            new ApplicationFact.InstanceForgotten(
                                    SampleFacts.APP, id, SampleFacts.AT));
        var back = (ApplicationState) codec.decode(codec.encode(state));
        assertThat(back.forgotten()).isInstanceOf(OrderedPSet.class).containsExactlyElementsOf(ids);
    }

    @Test
    void runs_at_large_come_back_oldest_first() {
        var state = ApplicationState.empty(SampleFacts.APP);
        var ids = new ArrayList<InstanceId>();
        for (int i = 20; i > 0; i--) {
            var id = InstanceId.of(SampleFacts.APP, "u" + i);
            ids.add(id);
            state = state.evolve(planned(id));
            state =
                    state.evolve(
                            new ApplicationFact.InstanceForgotten(
                                    SampleFacts.APP, id, SampleFacts.AT));
        }
        var back = (ApplicationState) codec.decode(codec.encode(state));
        assertThat(back).isEqualTo(state);
        assertThat(back.atLarge()).isInstanceOf(OrderedPMap.class);
        assertThat(back.atLarge().keySet()).containsExactlyElementsOf(ids);
    }

    @Test
    void definitions_that_only_instances_have_come_back() {
        var outlived =
                states().stream()
                        .filter(ApplicationState.class::isInstance)
                        .map(state -> ((ApplicationState) codec.decode(codec.encode(state))))
                        .filter(state -> !state.rollout().outlived().specs().isEmpty());
        assertThat(outlived)
                .singleElement()
                .satisfies(state ->
                        assertThat(state.rollout().definition(SampleFacts.VERSION)).isPresent());
    }

    @Test
    void lists_come_back_persistent() {
        var open = (CatalogState) states().getFirst();
        var back = (CatalogState) codec.decode(codec.encode(open));
        assertThat(back.open().values())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.actions()).isInstanceOf(TreePVector.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "[]", "7", "{\"type\":\"comet\"}", "{\"type\":\"catalog\"}"})
    void bytes_that_are_no_state_are_refused(String json) throws Exception {
        var bytes = new SmileMapper().writeValueAsBytes(new JsonMapper().readTree(json));
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(StateCodec.UnreadableState.class);
        assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(StateCodec.UnreadableState.class);
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_state_that_is_cut_anywhere_is_refused(State state) {
        var bytes = codec.encode(state);
        for (int size = 0; size < bytes.length; size++) {
            var cut = Arrays.copyOf(bytes, size);
            assertThatThrownBy(() -> codec.decode(cut))
                    .as("%d of %d bytes", size, bytes.length)
                    .isInstanceOf(StateCodec.UnreadableState.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "[7]", "[\"7\",0]", "[7,\"0\"]", "[7,0,0]"})
    void numbers_that_are_no_moment_are_refused(String json) throws Exception {
        var smile = new SmileMapper();
        smile.registerModule(new MomentNumbers());
        assertThat(smile.readValue(smile.writeValueAsBytes(List.of(7, 5)), Instant.class))
                .isEqualTo(Instant.ofEpochSecond(7, 5));
        var bytes = smile.writeValueAsBytes(new JsonMapper().readTree(json));
        assertThatThrownBy(() -> smile.readValue(bytes, Instant.class))
                .isInstanceOf(MismatchedInputException.class);
    }

    static List<State> states() {
        var catalog = State.empty(PersistenceIds.CATALOG);
        catalog = State.evolve(catalog, fact(CatalogFact.ChangeAdmitted.class));
        catalog = State.evolve(catalog, fact(CatalogFact.ApplicationAdmitted.class));
        var application = State.empty(PersistenceIds.of(SampleFacts.APP));
        var begun = application;
        for (var type :
                List.of(
                        ApplicationFact.VersionAdopted.class,
                        ApplicationFact.StepReleased.class,
                        ApplicationFact.InstancePlanned.class,
                        ApplicationFact.TaskObserved.class,
                        ApplicationFact.InstanceHealthChanged.class,
                        ApplicationFact.InstanceBecameReady.class,
                        ApplicationFact.KillRequested.class)) {
            application = State.evolve(application, fact(type));
        }
        var abandoned = State.evolve(begun, fact(ApplicationFact.VersionAdopted.class));
        abandoned = State.evolve(abandoned, fact(ApplicationFact.InstancePlanned.class));
        abandoned = State.evolve(abandoned, fact(ApplicationFact.LaunchAbandoned.class));
        var version = SampleFacts.VERSION;
        var run = new Target.Run(version, VersionInfo.fresh(version), SampleFacts.FULL);
        var leaving = State.evolve(begun, adopted(run));
        leaving = State.evolve(leaving, fact(ApplicationFact.InstancePlanned.class));
        leaving = State.evolve(leaving, adopted(new Target.Remove(version)));
        var deployment = State.empty(PersistenceIds.of(SampleFacts.DEPLOYMENT));
        deployment = State.evolve(deployment, fact(DeploymentFact.Started.class));
        deployment = State.evolve(deployment, fact(DeploymentFact.ActionPlanned.class));
        var framework = State.empty(PersistenceIds.FRAMEWORK);
        framework = State.evolve(framework, fact(FrameworkFact.Registered.class));
        framework = State.evolve(framework, fact(FrameworkFact.AgentSeen.class));
        return List.of(
                catalog,
                application,
                abandoned,
                leaving,
                deployment,
                framework,
                begun,
                State.evolve(deployment, fact(DeploymentFact.Cancelled.class)));
    }

    private static Fact fact(Class<? extends Fact> type) {
        return SampleFacts.ALL.stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    private static Fact adopted(Target target) {
        return new ApplicationFact.VersionAdopted(
                SampleFacts.APP, 18, SampleFacts.DEPLOYMENT, target, SampleFacts.AT);
    }

    private static ApplicationFact.InstancePlanned planned(InstanceId id) {
        var sample = (ApplicationFact.InstancePlanned) fact(ApplicationFact.InstancePlanned.class);
        return new ApplicationFact.InstancePlanned(
                sample.app(),
                id,
                TaskId.of(id, 3),
                sample.config(),
                sample.placement(),
                sample.epoch(),
                sample.at());
    }

    private static CatalogFact.ChangeAdmitted admitted(String change) {
        return new CatalogFact.ChangeAdmitted(
                new ChangeId(change),
                new DeploymentId(change),
                SampleFacts.VERSION,
                1,
                0,
                0,
                List.of(),
                Optional.empty(),
                SampleFacts.AT);
    }
}
