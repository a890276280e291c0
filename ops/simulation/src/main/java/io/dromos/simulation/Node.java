package io.dromos.simulation;

import io.dromos.domain.Context;
import io.dromos.domain.Hearing;
import io.dromos.domain.Limits;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A process: it dies without a word, and all it remembers with it.
final class Node {

    private static final long ROUND = 30_000;

    private final Cluster cluster;
    private final int number;
    private final NodeClock clock;
    private final Map<AppId, ApplicationSite> applications = new TreeMap<>();
    private final Map<DeploymentId, DeploymentSite> deployments = new TreeMap<>();
    private Optional<CatalogSite> catalog = Optional.empty();
    private Optional<FrameworkSite> framework = Optional.empty();
    private Optional<SchedulerSite> scheduler = Optional.empty();
    private boolean alive = true;

    Node(Cluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        this.clock = new NodeClock(cluster.course());
        if (cluster.course().has(Fault.LOST_WAKE_UP)) return;
        cluster.course().after(1, this::wake);
        cluster.course().every(ROUND, this::isAlive, this::wake);
    }

    Cluster cluster() {
        return cluster;
    }

    int number() {
        return number;
    }

    NodeClock clock() {
        return clock;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        cluster.course().tell("process " + number + " dies");
        countFacts();
        scheduler.ifPresent(it -> it.wire().countCalls());
        alive = false;
        scheduler.ifPresent(SchedulerSite::die);
    }

    /// Counts the facts that are on their way when something crashes.
    void countFacts() {
        catalog.ifPresent(it -> it.desk().countFacts());
        framework.ifPresent(it -> it.desk().countFacts());
        applications.values().forEach(it -> it.desk().countFacts());
        deployments.values().forEach(it -> it.desk().countFacts());
    }

    Context context() {
        return new Context(
                clock.now(),
                cluster::id,
                Limits.DEFAULT,
                Hearing.ALWAYS,
                Hangs.policy(cluster.course()));
    }

    CatalogSite catalog() {
        if (catalog.isEmpty()) catalog = Optional.of(new CatalogSite(this));
        return catalog.get();
    }

    FrameworkSite framework() {
        if (framework.isEmpty()) framework = Optional.of(new FrameworkSite(this));
        return framework.get();
    }

    /// The scheduler of this process; one that stepped down is begun anew.
    SchedulerSite scheduler() {
        if (scheduler.filter(it -> !it.isDown()).isEmpty())
            scheduler = Optional.of(new SchedulerSite(this));
        return scheduler.get();
    }

    /// The scheduler of this process, if there is one.
    Optional<SchedulerSite> present() {
        return scheduler.filter(it -> alive && !it.isDown());
    }

    ApplicationSite application(AppId app) {
        return applications.computeIfAbsent(app, id -> new ApplicationSite(this, id));
    }

    DeploymentSite deployment(DeploymentId deployment) {
        return deployments.computeIfAbsent(deployment, id -> new DeploymentSite(this, id));
    }

    void forget(AppId app) {
        Optional.ofNullable(applications.remove(app)).ifPresent(Site::stop);
    }

    void forget(DeploymentId deployment) {
        Optional.ofNullable(deployments.remove(deployment)).ifPresent(Site::stop);
    }

    void forgetCatalog() {
        catalog.ifPresent(Site::stop);
        catalog = Optional.empty();
    }

    void forgetScheduler() {
        scheduler.ifPresent(SchedulerSite::die);
        scheduler = Optional.empty();
    }

    /// As the supervisor does: whoever has work left is woken.
    private void wake() {
        if (!alive) return;
        var truth = cluster.truth();
        cluster.catalog(CatalogSite::wake);
        for (var deployment : truth.openDeployments())
            cluster.deployment(deployment, DeploymentSite::wake);
        for (var app : truth.unsettled(clock.now()))
            cluster.application(app, ApplicationSite::wake);
        truth.leftBehind()
                .forEach((app, orders) -> {
                    for (var order : orders)
                        cluster.application(app, site -> site.desk().order(order));
                });
    }
}
