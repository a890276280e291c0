package io.dromos.checks.replay;

import io.dromos.domain.Context;
import io.dromos.domain.Limits;
import io.dromos.domain.application.Application;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.framework.Framework;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import java.time.Instant;
import java.util.UUID;

/// What every process of one run shares: the aggregates over the log, each deciding and storing at
/// once, as a front and its store do.
final class Node {

    private static final Origin ORIGIN =
            Origin.system("node").because("\u00e9\u4e16\ud83d\ude80 \"\\\n");

    private final Course course;
    private final Journal journal;
    private final Catalog catalog = new Catalog();
    private final Deployment deployment = new Deployment();
    private final Application application = new Application();
    private final Framework framework = new Framework();
    private long ids;
    private long commands;
    private Instant last = Instant.EPOCH;

    Node(Course course, Journal journal) {
        this.course = course;
        this.journal = journal;
    }

    CatalogReply ask(CatalogCommand command) {
        commands++;
        var decision = catalog.decide(journal.catalog(), command, context());
        journal.commit(PersistenceIds.CATALOG, decision.facts(), ORIGIN);
        return decision.reply();
    }

    void ask(DeploymentId id, DeploymentCommand command) {
        commands++;
        var decision = deployment.decide(journal.deployment(id), command, context());
        journal.commit(PersistenceIds.of(id), decision.facts(), ORIGIN);
    }

    ApplicationReply ask(AppId app, ApplicationCommand command) {
        commands++;
        var decision = application.decide(journal.application(app), command, context());
        journal.commit(PersistenceIds.of(app), decision.facts(), ORIGIN);
        return decision.reply();
    }

    void ask(FrameworkCommand command) {
        commands++;
        var decision = framework.decide(journal.framework(), command, context());
        journal.commit(PersistenceIds.FRAMEWORK, decision.facts(), ORIGIN);
    }

    long commands() {
        return commands;
    }

    /// Log time, which never stands still between two decisions.
    Instant now() {
        var wall = course.wall();
        last = wall.isAfter(last) ? wall : last.plusNanos(1_000);
        return last;
    }

    private Context context() {
        return new Context(now(), this::id, Limits.DEFAULT);
    }

    /// Fresh, and the same in each run of one seed.
    String id() {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | ids++).toString();
    }
}
