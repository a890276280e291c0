package io.dromos.checks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.facts.Fact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.FrameworkState;
import io.dromos.events.state.State;
import io.dromos.schema.Encoded;
import io.dromos.schema.EventCodec;
import io.dromos.schema.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The log of one run. Each fact is stored in its stored form; after each step the state that lives
/// is compared with the one folded from what is stored, and with what a checkpoint would keep of
/// it.
final class Journal {

    private record Entry(String persistenceId, Encoded event) {}

    private final EventCodec events = new EventCodec();
    private final StateCodec states = new StateCodec();
    private final List<Entry> log = new ArrayList<>();
    private final Map<String, State> live = new TreeMap<>();
    private final Map<String, State> replayed = new TreeMap<>();

    /// Stores the facts of one decision.
    void commit(String persistenceId, List<? extends Fact> facts, Origin origin) {
        if (facts.isEmpty()) return;
        var alive = state(live, persistenceId);
        var read = state(replayed, persistenceId);
        for (var fact : facts) {
            alive = State.evolve(alive, fact);
            var stored = events.encode(new Recorded(fact, origin));
            log.add(new Entry(persistenceId, stored));
            var recorded = decode(stored);
            assertThat(recorded).isEqualTo(new Recorded(fact, origin));
            read = State.evolve(read, recorded.fact());
        }
        live.put(persistenceId, alive);
        replayed.put(persistenceId, read);
        assertThat(read).as(persistenceId).isEqualTo(alive);
        assertThat(states.decode(states.encode(alive))).as(persistenceId).isEqualTo(alive);
    }

    /// What a new process finds: the fold of all that is stored.
    void recover() {
        var folded = new TreeMap<String, State>();
        for (var entry : log) {
            var before = state(folded, entry.persistenceId());
            folded.put(entry.persistenceId(), State.evolve(before, decode(entry.event()).fact()));
        }
        assertThat(folded).isEqualTo(live);
        live.putAll(folded);
    }

    private Recorded decode(Encoded stored) {
        return events.decode(stored.name(), stored.payload(), stored.origin());
    }

    private static State state(Map<String, State> states, String persistenceId) {
        var state = states.get(persistenceId);
        return state == null ? State.empty(persistenceId) : state;
    }

    int size() {
        return log.size();
    }

    CatalogState catalog() {
        return (CatalogState) state(live, PersistenceIds.CATALOG);
    }

    FrameworkState framework() {
        return (FrameworkState) state(live, PersistenceIds.FRAMEWORK);
    }

    ApplicationState application(AppId app) {
        return (ApplicationState) state(live, PersistenceIds.of(app));
    }

    DeploymentState deployment(DeploymentId id) {
        return (DeploymentState) state(live, PersistenceIds.of(id));
    }

    /// All applications that were ever spoken of.
    List<ApplicationState> applications() {
        return live.values().stream()
                .filter(ApplicationState.class::isInstance)
                .map(ApplicationState.class::cast)
                .toList();
    }

    /// Deployments that started and have not ended.
    List<DeploymentState> deployments() {
        return live.values().stream()
                .filter(DeploymentState.class::isInstance)
                .map(DeploymentState.class::cast)
                .filter(state -> state.progress().isPresent() && state.outcome().isEmpty())
                .toList();
    }
}
