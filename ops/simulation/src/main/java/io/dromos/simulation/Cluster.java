package io.dromos.simulation;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// The processes, and which of them has which aggregate. Sometimes two believe they have the same.
final class Cluster {

    private static final String SCHEDULER = "scheduler";

    private final Course course;
    private final Ledger ledger;
    private final Truth truth;
    private final Mesos mesos;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> homes = new TreeMap<>();
    private final Map<String, Integer> believers = new TreeMap<>();
    private final Map<Integer, Long> diedAt = new TreeMap<>();
    private long ids;
    private String lastId = "";

    Cluster(Course course, Ledger ledger, Truth truth, Mesos mesos, int size) {
        this.course = course;
        this.ledger = ledger;
        this.truth = truth;
        this.mesos = mesos;
        for (int number = 0; number < size; number++) nodes.add(new Node(this, number));
        course.every(500, () -> true, this::keepSingletons);
    }

    Course course() {
        return course;
    }

    Ledger ledger() {
        return ledger;
    }

    Truth truth() {
        return truth;
    }

    Mesos mesos() {
        return mesos;
    }

    /// Whether there is more than one process.
    boolean isShared() {
        return nodes.size() > 1;
    }

    /// Fresh, and the same in each run of one seed.
    String id() {
        boolean reused = course.has(Fault.REUSED_TASK_ID) && course.chance(0.02);
        if (!reused || lastId.isEmpty())
            lastId = new UUID(0x4000L, 0x8000_0000_0000_0000L | ids++).toString();
        return lastId;
    }

    void catalog(Consumer<CatalogSite> message) {
        send(PersistenceIds.CATALOG, node -> message.accept(node.catalog()));
    }

    void framework(Consumer<FrameworkSite> message) {
        send(PersistenceIds.FRAMEWORK, node -> message.accept(node.framework()));
    }

    void scheduler(Consumer<SchedulerSite> message) {
        send(SCHEDULER, node -> node.present().ifPresent(message));
    }

    void application(AppId app, Consumer<ApplicationSite> message) {
        send(PersistenceIds.of(app), node -> message.accept(node.application(app)));
    }

    void deployment(DeploymentId id, Consumer<DeploymentSite> message) {
        send(PersistenceIds.of(id), node -> message.accept(node.deployment(id)));
    }

    private void send(String key, Consumer<Node> message) {
        course.carry(() -> addressee(key).ifPresent(message));
    }

    /// Where processes see each other no more, some of those who ask see the one that had it.
    private Optional<Node> addressee(String key) {
        var believer = believers.get(key);
        return believer != null && course.mishap(0.4)
                ? Optional.of(nodes.get(believer))
                : home(key);
    }

    /// In these runs, in which two believe they have the same, both are asked. The others stay as
    /// they were: some are kept for what they found.
    private boolean isDivided() {
        return List.of(2L, 3L, 7L).contains(course.seed() % 8);
    }

    private Optional<Node> home(String key) {
        int number = homes.computeIfAbsent(key, _ -> course.below(nodes.size()));
        var node = nodes.get(number);
        if (node.isAlive()) return Optional.of(node);
        // It takes a while until the others agree that it is gone.
        if (course.millis() - diedAt.getOrDefault(number, 0L) < 3_000) return Optional.empty();
        var other = living().stream().findFirst();
        other.ifPresent(it -> homes.put(key, it.number()));
        return other;
    }

    List<Node> living() {
        return nodes.stream().filter(Node::isAlive).toList();
    }

    /// Schedulers that have not stepped down.
    List<SchedulerSite> schedulers() {
        return nodes.stream().flatMap(node -> node.present().stream()).toList();
    }

    /// As cluster singletons are: there is one again when there is none.
    private void keepSingletons() {
        home(PersistenceIds.CATALOG).ifPresent(Node::catalog);
        home(SCHEDULER).ifPresent(Node::scheduler);
    }

    /// A process dies, and comes back after a while.
    void kill(Node node, long back) {
        node.die();
        believers.values().removeIf(number -> number == node.number());
        diedAt.put(node.number(), course.millis());
        course.after(
                back,
                () -> {
                    course.tell("process " + node.number() + " starts");
                    nodes.set(node.number(), new Node(this, node.number()));
                });
    }

    /// An aggregate moves to another process; the one that had it may not have heard of that.
    void move(boolean bothBelieve) {
        if (homes.isEmpty() || living().size() < 2) return;
        var key = course.oneOf(List.copyOf(homes.keySet()));
        var from = nodes.get(homes.getOrDefault(key, 0));
        var to = course.oneOf(living());
        if (to == from) return;
        course.tell(
                "%s moves from %d to %d%s"
                        .formatted(
                                key,
                                from.number(),
                                to.number(),
                                bothBelieve ? ", both believe they have it" : ""));
        homes.put(key, to.number());
        believers.remove(key);
        if (bothBelieve && isDivided() && !key.equals(SCHEDULER)) believers.put(key, from.number());
        if (bothBelieve) course.after(course.between(5_000, 90_000), () -> forget(from, key, to));
        else forget(from, key, to);
    }

    private void forget(Node node, String key, Node to) {
        believers.remove(key, node.number());
        var home = home(key);
        if (home.isEmpty() || home.get() == node) return;
        if (key.equals(PersistenceIds.CATALOG)) node.forgetCatalog();
        else if (key.equals(SCHEDULER)) node.forgetScheduler();
        else if (PersistenceIds.isApplication(key)) node.forget(PersistenceIds.application(key));
        else if (PersistenceIds.isDeployment(key)) node.forget(PersistenceIds.deployment(key));
        if (to.isAlive()) keepSingletons();
    }

    /// Another scheduler starts though the old one lives.
    void rival() {
        if (living().size() < 2) return;
        homes.put(SCHEDULER, course.oneOf(living()).number());
        course.tell("a rival scheduler on " + homes.get(SCHEDULER));
    }
}
