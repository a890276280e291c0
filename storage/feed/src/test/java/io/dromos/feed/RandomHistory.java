package io.dromos.feed;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Instance;
import io.dromos.events.state.State;
import io.dromos.schema.Encoded;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Lists of facts that could have happened, chosen by a seed, with the states they add up to.
final class RandomHistory {

    private static final Origin ORIGIN = Origin.system("random");
    private static final int APPS = 12;

    /// One atomic list.
    record Facts(String persistenceId, List<Encoded> encoded) {}

    private final EventCodec codec = new EventCodec();
    private final Random random;
    final Map<String, State> states = new HashMap<>();
    final Map<String, Long> sequences = new HashMap<>();
    private int ids;

    RandomHistory(long seed) {
        random = new Random(seed);
    }

    /// The next list; the states are those after it.
    Facts next() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> facts(PersistenceIds.CATALOG, change());
            case 2 -> facts(PersistenceIds.FRAMEWORK, List.of(framework()));
            case 3, 4 -> deployment();
            default -> application(app());
        };
    }

    private Facts facts(String persistenceId, List<? extends Fact> facts) {
        var state = states.getOrDefault(persistenceId, State.empty(persistenceId));
        var encoded = new ArrayList<Encoded>();
        for (var fact : facts) {
            state = State.evolve(state, fact);
            encoded.add(codec.encode(new Recorded(fact, ORIGIN)));
        }
        states.put(persistenceId, state);
        sequences.merge(persistenceId, (long) facts.size(), Long::sum);
        return new Facts(persistenceId, encoded);
    }

    private AppId app() {
        return new AppId("/app-" + random.nextInt(APPS));
    }

    private Instant tick() {
        return Instant.ofEpochSecond(++ids);
    }

    private CatalogState catalog() {
        return (CatalogState) states.getOrDefault(PersistenceIds.CATALOG, CatalogState.EMPTY);
    }

    private List<CatalogFact> change() {
        var open = List.copyOf(catalog().open().keySet());
        if (open.size() > 5)
            return List.of(
                    new CatalogFact.DeploymentClosed(
                            open.get(random.nextInt(open.size())),
                            CatalogFact.Outcome.FINISHED,
                            tick()));
        var at = tick();
        var version = new Version(at);
        var deployment = new DeploymentId("d" + ids);
        int count = random.nextInt(4);
        var facts = new ArrayList<CatalogFact>();
        facts.add(
                new CatalogFact.ChangeAdmitted(
                        new ChangeId("c" + ids),
                        deployment,
                        version,
                        catalog().sequence() + 1,
                        count,
                        1,
                        List.of(),
                        Optional.empty(),
                        at));
        for (int i = 0; i < count; i++) facts.add(edit(deployment, version));
        return facts;
    }

    private CatalogFact edit(DeploymentId deployment, Version version) {
        var app = app();
        var before = Optional.ofNullable(catalog().apps().get(app));
        if (before.isPresent() && random.nextInt(4) == 0)
            return new CatalogFact.RemovalAdmitted(
                    app, deployment, before.get().version(), version, 0);
        return new CatalogFact.ApplicationAdmitted(
                app,
                deployment,
                before.map(CatalogState.Definition::version),
                version,
                VersionInfo.fresh(version),
                spec(),
                0,
                Action.SCALE);
    }

    private ApplicationSpec spec() {
        return ApplicationSpec.ofCommand("sleep " + ids).withInstances(random.nextInt(5));
    }

    private Fact framework() {
        var agent = new AgentId("S" + random.nextInt(4));
        return random.nextBoolean()
                ? new FrameworkFact.AgentSeen(agent, "host", "10.0.0.1", tick())
                : new FrameworkFact.AgentLost(agent, tick());
    }

    private Facts deployment() {
        var id = new DeploymentId("d" + random.nextInt(Math.max(1, ids)));
        String persistenceId = PersistenceIds.of(id);
        var state = (DeploymentState) states.get(persistenceId);
        if (state == null)
            return facts(
                    persistenceId,
                    List.of(
                            new DeploymentFact.Started(
                                    id,
                                    new Version(tick()),
                                    ids,
                                    1,
                                    1,
                                    Optional.empty(),
                                    Instant.EPOCH),
                            new DeploymentFact.ActionPlanned(id, 0, app(), Action.SCALE)));
        if (state.outcome().isPresent()) return next();
        return facts(
                persistenceId,
                List.of(
                        random.nextBoolean()
                                ? new DeploymentFact.StepStarted(id, 0, tick())
                                : new DeploymentFact.Finished(id, tick())));
    }

    private Facts application(AppId app) {
        String persistenceId = PersistenceIds.of(app);
        var state = (ApplicationState) states.get(persistenceId);
        var deployment = new DeploymentId("d" + ids);
        if (state == null || state.rollout().removed() || random.nextInt(20) == 0)
            return facts(
                    persistenceId,
                    List.of(
                            new ApplicationFact.VersionAdopted(
                                    app, ++ids, deployment, target(), tick())));
        if (random.nextInt(15) == 0 && state.instances().size() == 0)
            return facts(
                    persistenceId,
                    List.of(
                            new ApplicationFact.Removed(app, tick()),
                            new ApplicationFact.StepDone(app, deployment, 0, tick())));
        return facts(persistenceId, instances(state));
    }

    private Target target() {
        var version = new Version(tick());
        return random.nextInt(4) == 0
                ? new Target.Remove(version)
                : new Target.Run(version, VersionInfo.fresh(version), spec());
    }

    private List<ApplicationFact> instances(ApplicationState state) {
        var all = List.copyOf(state.instances().all().values());
        if (all.isEmpty() || random.nextInt(4) == 0)
            return List.of(plan(state.app(), newId(state)));
        var instance = all.get(random.nextInt(all.size()));
        if (instance.task().isEmpty())
            return List.of(
                    random.nextBoolean()
                            ? plan(state.app(), instance)
                            : new ApplicationFact.InstanceForgotten(
                                    state.app(), instance.id(), tick()));
        return List.of(
                random.nextInt(5) == 0
                        ? new ApplicationFact.KillRequested(
                                state.app(), instance.id(), "random", true, tick())
                        : observe(state.app(), instance));
    }

    private Instance newId(ApplicationState state) {
        var id = InstanceId.of(state.app(), "u" + ++ids);
        return new Instance(
                id, new Version(Instant.EPOCH), 0, false, Instant.EPOCH, Optional.empty());
    }

    private ApplicationFact plan(AppId app, Instance instance) {
        return new ApplicationFact.InstancePlanned(
                app,
                instance.id(),
                TaskId.of(instance.id(), instance.incarnation() + 1),
                instance.config(),
                new ApplicationFact.Placement(
                        new AgentId("S0"),
                        "host",
                        "10.0.0.1",
                        List.of(31_000 + random.nextInt(1_000)),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()),
                1,
                tick());
    }

    private ApplicationFact observe(AppId app, Instance instance) {
        var states = TaskState.values();
        return new ApplicationFact.TaskObserved(
                app,
                instance.task().orElseThrow().id(),
                states[random.nextInt(states.length)],
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                tick());
    }
}
