package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.Target;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// A log, a feed with a tail so small that readers fall out of it, and views to open over them.
@Timeout(60)
abstract class ViewsFixture {

    static final AppId WEB = new AppId("/web");
    static final AppId DB = new AppId("/db");
    static final EventCodec CODEC = new EventCodec();

    final MemoryLog log = new MemoryLog();
    final Feed feed = Feed.open(log, CODEC, 16, 1 << 20);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(feed));

    @AfterEach
    void closeAll() throws Exception {
        for (var one : open.reversed()) one.close();
        assertThat(log.openScans).hasValue(0);
    }

    final Seed nothing() {
        return Seed.nothing(log.head().position().incarnation());
    }

    final Views views() {
        return views(nothing());
    }

    final Views views(Seed seed) {
        return open(Views.start(feed, seed));
    }

    final Views open(Views views) {
        open.add(views);
        return views;
    }

    /// The view that shows everything that is durable now.
    static View caughtUp(Views views) {
        views.caughtUp().orTimeout(30, TimeUnit.SECONDS).join();
        return views.now();
    }

    final void append(RandomHistory history) {
        var facts = history.next();
        log.append(facts.persistenceId(), facts.encoded());
    }

    final void append(Fact... facts) {
        log.append(
                persistenceId(facts[0]),
                Arrays.stream(facts)
                        .map(fact -> CODEC.encode(new Recorded(fact, Origin.system("test"))))
                        .toList());
    }

    private static String persistenceId(Fact fact) {
        return switch (fact) {
            case ApplicationFact it -> PersistenceIds.of(it.app());
            case DeploymentFact it -> PersistenceIds.of(it.deployment());
            case FrameworkFact _ -> PersistenceIds.FRAMEWORK;
            case io.dromos.events.facts.CatalogFact _ -> PersistenceIds.CATALOG;
        };
    }

    static ApplicationFact adopted(AppId app, long admission) {
        return new ApplicationFact.VersionAdopted(
                app,
                admission,
                new DeploymentId("d" + admission),
                new Target.Remove(new Version(Instant.ofEpochSecond(admission))),
                Instant.EPOCH);
    }

    static Fact agent() {
        return new FrameworkFact.EpochClaimed(1, Instant.EPOCH);
    }
}
