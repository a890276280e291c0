package io.dromos.bench;

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
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.ApplicationFact.StepDone;
import io.dromos.events.facts.ApplicationFact.StepReleased;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.ApplicationFact.VersionAdopted;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.ApplicationAdmitted;
import io.dromos.events.facts.CatalogFact.ChangeAdmitted;
import io.dromos.events.facts.CatalogFact.DeploymentClosed;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Entry;
import io.dromos.journal.Log;
import io.dromos.journal.Outcome;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Facts of applications as a server would have written them, straight into a log.
final class History {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Origin ORIGIN = Origin.system("scheduler");

    /// Instances of one list: as many as are planned together.
    private static final int LIST = 100;

    /// Facts of the catalog for an application.
    private static final long CATALOG_FACTS = 3;

    /// Lists that are on their way at a time.
    private static final int UNDERWAY = 64;

    private final Log log;
    private final EventCodec codec;
    private final List<CompletableFuture<Void>> underway = new ArrayList<>();
    private long written;

    History(Log log, EventCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /// How many facts were written.
    long written() {
        return written;
    }

    /// Applications that the catalog has, by deployments that are over, and whose instances were
    /// planned, were seen to start and run: six facts each, and three an instance.
    void running(int apps, int instances) {
        for (int number = 0; number < apps; number++) {
            var app = new AppId(name(number));
            var version = new Version(AT.plusMillis(number));
            var spec = ApplicationSpec.ofCommand("sleep 1000").withInstances(instances);
            var deployment = new DeploymentId("bench-" + number);
            long admission = admitted(app, version, spec, deployment, CATALOG_FACTS * number);
            var target = new Target.Run(version, VersionInfo.fresh(version), spec);
            long sequenceNr = adopted(app, admission, deployment, target);
            for (int first = 0; first < instances; first += LIST)
                sequenceNr =
                        append(app, version, sequenceNr, Math.min(LIST, instances - first), first);
        }
        flush();
    }

    /// The path of an application, by its number.
    static String name(int app) {
        return String.format(Locale.ROOT, "/app-%05d", app);
    }

    /// The catalog has admitted it, and closed the deployment.
    private long admitted(
            AppId app, Version version, ApplicationSpec spec, DeploymentId deployment, long after) {
        long admission = after + 1;
        var change = new ChangeId("change-" + admission);
        var info = VersionInfo.fresh(version);
        append(
                PersistenceIds.CATALOG,
                after,
                List.of(
                        new ChangeAdmitted(
                                change,
                                deployment,
                                version,
                                admission,
                                1,
                                1,
                                List.of(),
                                Optional.empty(),
                                AT),
                        new ApplicationAdmitted(
                                app,
                                deployment,
                                Optional.empty(),
                                version,
                                info,
                                spec,
                                0,
                                Action.START)));
        var closed = new DeploymentClosed(deployment, CatalogFact.Outcome.FINISHED, AT);
        append(PersistenceIds.CATALOG, after + 2, List.of(closed));
        return admission;
    }

    /// The application follows a target that its instances reach.
    private long adopted(AppId app, long admission, DeploymentId deployment, Target.Run target) {
        var facts =
                List.of(
                        new VersionAdopted(app, admission, deployment, target, AT),
                        new StepReleased(app, deployment, 0, AT),
                        new StepDone(app, deployment, 0, AT));
        append(PersistenceIds.of(app), 0, facts);
        return facts.size();
    }

    private long append(AppId app, Version config, long after, int count, int first) {
        var facts = new ArrayList<ApplicationFact>();
        for (int i = 0; i < count; i++) facts.add(planned(app, config, first + i));
        for (int i = 0; i < count; i++) facts.add(observed(app, i + first, TaskState.STARTING));
        for (int i = 0; i < count; i++) facts.add(observed(app, i + first, TaskState.RUNNING));
        append(PersistenceIds.of(app), after, facts);
        return after + facts.size();
    }

    /// Appends one list, without waiting until it is durable. A list that the log refuses fails a
    /// later call, so that nothing is counted that is not there.
    void append(String persistenceId, long after, List<? extends Fact> facts) {
        var entries = new ArrayList<Entry>(facts.size());
        long next = after + 1;
        for (var fact : facts) {
            var encoded = codec.encode(new Recorded(fact, ORIGIN));
            entries.add(
                    Entry.of(
                            persistenceId,
                            next++,
                            AT,
                            encoded.name(),
                            Bytes.of(encoded.payload()),
                            Bytes.of(encoded.origin())));
        }
        underway.add(
                log.append(Batch.of(new AtomicList(persistenceId, after, List.of(), entries)))
                        .thenAccept(History::demandStored)
                        .toCompletableFuture());
        written += facts.size();
        if (underway.size() >= UNDERWAY) underway.removeFirst().join();
    }

    /// Waits until everything is durable.
    void flush() {
        underway.forEach(CompletableFuture::join);
        underway.clear();
    }

    private static void demandStored(Appended appended) {
        if (!appended.outcomes().stream().allMatch(Outcome.Stored.class::isInstance))
            throw new IllegalStateException("Not stored: " + appended);
    }

    private static TaskId task(AppId app, int number) {
        return TaskId.of(InstanceId.of(app, new UUID(0, number).toString()), 1);
    }

    private static InstancePlanned planned(AppId app, Version config, int number) {
        var task = task(app, number);
        var agent = number % 1_000;
        var placement =
                new Placement(
                        new AgentId("5b3c7b7e-0a4e-4d7c-9a1e-000000000000-S" + agent),
                        "simulated-" + agent,
                        "127.0.0.1",
                        List.of(),
                        Map.of("rack", "rack-" + agent % 40),
                        Optional.empty(),
                        Optional.empty());
        return new InstancePlanned(app, task.instance(), task, config, placement, 1, AT);
    }

    /// News of a task.
    static TaskObserved observed(AppId app, int number, TaskState state) {
        return new TaskObserved(
                app,
                task(app, number),
                state,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of("127.0.0.1"),
                AT);
    }
}
