package io.dromos.simulation;

import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.simulation.Cut.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// A cluster of one process in which nothing goes wrong but one [Cut], and people who ask again
/// until they are answered.
final class Stage implements Seam {

    private static final int AGENTS = 4;
    private static final long PATIENCE = 2_000;
    private static final long LOOK = 1_000;
    private static final long WATCH = 10;
    private static final long SETTLED_MAX = 1_200_000;
    private static final int QUIET = 5;

    private final Course course;
    private final Truth truth;
    private final Ledger ledger;
    private final Mesos mesos;
    private final Cluster cluster;
    private final Map<AppId, Bounds> bounds = new TreeMap<>();
    private Optional<Cut> cut = Optional.empty();
    private boolean counting;
    private int lists;
    private int calls;
    private int open;

    /// How many tasks there must be.
    ///
    /// @param least so many run
    /// @param most so many run, start or end
    record Bounds(int least, int most) {}

    Stage(long seed, Fault fault) {
        course = new Course(seed, fault);
        course.calm();
        truth = Truth.judging(course);
        ledger = new Ledger(course, truth);
        mesos = new Mesos(course, truth, AGENTS);
        cluster = new Cluster(course, ledger, truth, mesos, 1);
    }

    Truth truth() {
        return truth;
    }

    Course course() {
        return course;
    }

    /// How often each point came about since [#arm].
    int count(Point point) {
        return point == Point.AFTER_CALL ? calls : lists;
    }

    /// From now on lists and calls are counted, and processes die where this says.
    ///
    /// @param kept how many tasks there must be from now on, by application
    void arm(Optional<Cut> where, Map<AppId, Bounds> kept) {
        cut = where;
        counting = true;
        course.listen(this);
        bounds.putAll(kept);
        course.doings().watch(this::within);
    }

    private void within(AppId app) {
        var allowed = bounds.get(app);
        if (allowed == null) return;
        int runs = course.doings().running(app);
        int live = course.doings().live(app);
        Broken.unless(runs >= allowed.least(), "%d of %s run: %s", runs, app, allowed);
        Broken.unless(live <= allowed.most(), "%d of %s live: %s", live, app, allowed);
    }

    /// Asks for a change until it is admitted or refused.
    DeploymentId change(boolean force, Edit... edits) {
        var deployment = new DeploymentId(cluster.id());
        var id = new ChangeId(cluster.id());
        var change = new Change(id, deployment, List.of(edits), force, false);
        ask(new CatalogCommand.Admit(change), deployment);
        return deployment;
    }

    /// Asks for the end of a deployment until it is answered.
    void cancel(DeploymentId deployment) {
        ask(new CatalogCommand.Close(deployment, Outcome.CANCELLED), deployment);
    }

    private void ask(CatalogCommand command, DeploymentId deployment) {
        open++;
        var answered = new boolean[1];
        ask(command, deployment, answered);
    }

    private void ask(CatalogCommand command, DeploymentId deployment, boolean[] answered) {
        if (answered[0]) return;
        cluster.catalog(site ->
                site.desk()
                        .ask(
                                command,
                                (reply, _) -> {
                                    if (!answered[0]) open--;
                                    answered[0] = true;
                                    remembers(reply, deployment);
                                }));
        course.after(PATIENCE, () -> ask(command, deployment, answered));
    }

    /// What is answered is durable.
    private void remembers(CatalogReply reply, DeploymentId deployment) {
        course.tell("answered " + reply);
        boolean known =
                truth.catalog().open().containsKey(deployment)
                        || truth.catalog().closed().containsKey(deployment);
        boolean told =
                reply instanceof CatalogReply.Admitted || reply instanceof CatalogReply.Closed;
        Broken.unless(known && told, "Deployment %s was answered %s", deployment, reply);
    }

    /// Does something as soon as something is true in the log.
    void when(BooleanSupplier isTrue, Runnable action) {
        open++;
        watch(isTrue, action);
    }

    private void watch(BooleanSupplier isTrue, Runnable action) {
        if (isTrue.getAsBoolean()) {
            open--;
            action.run();
        } else course.after(WATCH, () -> watch(isTrue, action));
    }

    /// Goes on until all that was asked for has come true, and stays so for a while.
    void settle() {
        var ending = new Ending(truth, cluster, mesos);
        long end = course.millis() + SETTLED_MAX;
        var missing = Optional.of("");
        int quiet = 0;
        while (quiet < QUIET && course.millis() < end) {
            course.runUntil(course.millis() + LOOK);
            missing = open > 0 ? Optional.of("Not all was said yet") : ending.missing();
            quiet = missing.isEmpty() ? quiet + 1 : 0;
        }
        missing.ifPresent(what -> {
            throw new Broken("Not settled: " + what);
        });
    }

    /// Reads the log again from its beginning.
    void verify() {
        counting = false;
        ledger.end(false);
    }

    @Override
    public boolean isSet() {
        return true;
    }

    @Override
    public void before() {
        if (counting) lists++;
        reach(Point.BEFORE_FACTS, lists);
    }

    @Override
    public void after() {
        reach(Point.AFTER_FACTS, lists);
    }

    @Override
    public void called() {
        if (counting) calls++;
        reach(Point.AFTER_CALL, calls);
    }

    private void reach(Point point, int count) {
        if (cut.isEmpty() || cut.get().point() != point || cut.get().count() != count) return;
        var here = cut.get();
        course.tell("cut " + here);
        cut =
                here.again() == 0
                        ? Optional.empty()
                        : Optional.of(Cut.at(Point.AFTER_FACTS, lists + here.again()));
        for (var node : cluster.living()) cluster.kill(node, course.between(500, 4_000));
        ledger.fail(false);
        if (here.agents()) mesos.failOver();
    }
}
