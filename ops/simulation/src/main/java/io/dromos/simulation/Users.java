package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.json.ApplicationReader;
import io.dromos.json.Documents;
import io.dromos.json.Read;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// People and programs who ask for anything at any time, some of it nonsense, and ask again until
/// they are answered.
final class Users {

    private static final long PATIENCE = 8_000;

    private final Course course;
    private final List<AppId> apps;
    private final Cluster cluster;
    private final Truth truth;
    private final Optional<Teams> teams;
    private final Steersmen steersmen;
    private final Map<ChangeId, CatalogReply.Admitted> admitted = new TreeMap<>();
    private Optional<Change> last = Optional.empty();

    Users(Course course, Cluster cluster, Truth truth) {
        this.course = course;
        this.apps = Realms.apps(course);
        this.cluster = cluster;
        this.truth = truth;
        this.steersmen = new Steersmen(course, cluster, truth);
        // The other runs stay as they were before there were groups: some are kept for what they
        // found.
        boolean grouped = grouped(course);
        teams =
                grouped
                        ? Optional.of(new Teams(course, truth, apps, app -> patch(app, true)))
                        : Optional.empty();
    }

    Steersmen steersmen() {
        return steersmen;
    }

    private static boolean grouped(Course course) {
        return course.seed() % 7 > 4;
    }

    /// What the agent of a host tells of it: its rack, and where somebody asks its row, of two.
    static Map<String, String> attributes(Course course, String host) {
        var rack = host.substring(host.length() - 1);
        if (!grouped(course) && !Checkups.wanted(course)) return Map.of("rack", rack);
        return Map.of("rack", rack, "row", Integer.parseInt(rack) % 2 == 0 ? "a" : "b");
    }

    void ask() {
        if (steersmen.ask()) return;
        switch (course.below(12)) {
            case 0 -> last.ifPresent(this::admit);
            case 1 -> stop();
            case 2, 3 -> killSome();
            case 4 -> nonsense();
            default -> change();
        }
    }

    private void change() {
        var edits = new ArrayList<Edit>();
        int count = course.chance(0.2) ? 3 : 1;
        if (teams.isPresent() && course.chance(0.3)) edits.add(teams.get().edit());
        else for (int edit = 0; edit < count; edit++) edits.add(edit(course.oneOf(apps)));
        var change =
                new Change(
                        new ChangeId(cluster.id()),
                        new DeploymentId(cluster.id()),
                        edits,
                        course.chance(0.5),
                        course.chance(0.03));
        last = Optional.of(change);
        admit(change);
    }

    private void admit(Change change) {
        var settled = new boolean[1];
        boolean twice =
                course.has(Fault.CHANGE_ADMITTED_TWICE) && admitted.containsKey(change.id());
        var asked =
                twice
                        ? new Change(
                                new ChangeId(cluster.id()),
                                new DeploymentId(cluster.id()),
                                change.edits(),
                                true,
                                change.dryRun())
                        : change;
        cluster.catalog(site ->
                site.desk()
                        .ask(
                                new CatalogCommand.Admit(asked),
                                (reply, _) -> {
                                    settled[0] = true;
                                    answered(change, reply);
                                }));
        course.after(
                PATIENCE,
                () -> {
                    if (!settled[0]) admit(change);
                });
    }

    /// What was answered is durable, and is the same whenever it is asked.
    private void answered(Change change, CatalogReply reply) {
        if (!(reply instanceof CatalogReply.Admitted now)) return;
        var before = admitted.putIfAbsent(change.id(), now);
        Broken.unless(
                before == null || before.equals(now),
                "Change %s is answered %s after %s",
                change.id(),
                now,
                before);
        remembers(change.id(), now);
    }

    private void remembers(ChangeId id, CatalogReply.Admitted answer) {
        var known = truth.catalog().recent().get(id);
        Broken.unless(
                known != null && known.deployment().equals(answer.deployment()),
                "Change %s was answered %s, the log has %s",
                id,
                answer,
                known);
    }

    /// Whatever was answered is still there.
    void check() {
        admitted.forEach(this::remembers);
    }

    private Edit edit(AppId app) {
        var known = truth.catalog().apps().get(app);
        if (known == null) return new Edit.Create(app, patch(app, true));
        return switch (course.below(10)) {
            case 0 -> new Edit.Remove(app);
            case 1 -> new Edit.Restart(app);
            case 2 -> new Edit.Shrink(app, 1 + course.below(2));
            case 3 ->
                    known.past().isEmpty()
                            ? new Edit.Restart(app)
                            : new Edit.Revert(app, course.oneOf(known.past()).version());
            case 4 -> {
                var open = List.copyOf(truth.catalog().open().keySet());
                yield open.isEmpty()
                        ? new Edit.Update(app, patch(app, false), false, true)
                        : new Edit.RollBack(course.oneOf(open));
            }
            case 5 -> new Edit.Update(app, patch(app, true), true, true);
            default -> new Edit.Update(app, patch(app, false), false, true);
        };
    }

    private ApplicationPatch patch(AppId app, boolean whole) {
        var fields = new ArrayList<String>();
        if (whole || course.chance(0.5))
            fields.add("\"cmd\":\"sleep %d\"".formatted(course.below(1_000)));
        if (whole || course.chance(0.7)) fields.add("\"instances\":" + course.below(5));
        if (whole) fields.add("\"cpus\":0.5,\"mem\":32,\"backoffSeconds\":1");
        if (course.chance(0.2))
            fields.add(
                    "\"env\":{\"WORD\":\"\u00e4\u4e16\\u0000\\\"%d\"}".formatted(course.below(9)));
        if (course.chance(0.3)) fields.add(course.oneOf(constraints()));
        if (course.chance(0.3))
            fields.add(
                    course.oneOf(
                            List.of(
                                    "\"unreachableStrategy\":{\"inactiveAfterSeconds\":30,\"expungeAfterSeconds\":100}",
                                    "\"unreachableStrategy\":\"disabled\"")));
        boolean ready = Checkups.wanted(course) && course.chance(0.2);
        if (ready) fields.add(Checkups.readiness());
        else if (course.chance(0.2))
            fields.add(
                    "\"portDefinitions\":[{\"port\":0,\"name\":\"a\"},{\"port\":0,\"name\":\"b\"}]");
        if (course.chance(0.3))
            fields.add(
                    course.oneOf(
                            List.of(
                                    "\"upgradeStrategy\":{\"minimumHealthCapacity\":1,\"maximumOverCapacity\":0}",
                                    "\"upgradeStrategy\":{\"minimumHealthCapacity\":0.5,\"maximumOverCapacity\":0.25}",
                                    "\"upgradeStrategy\":{\"minimumHealthCapacity\":0,\"maximumOverCapacity\":0}")));
        if (Checkups.wanted(course) && course.chance(0.5))
            fields.add(course.oneOf(Checkups.documents()));
        boolean waits = fields.stream().anyMatch(it -> it.startsWith("\"unreachable"));
        if (!waits) Silences.document(course).ifPresent(fields::add);
        boolean labelled = fields.stream().anyMatch(it -> it.startsWith("\"labels\""));
        if (Steersmen.are(course) && !labelled && course.chance(0.4))
            fields.add(Hangs.deadline(course));
        if (course.chance(teams.isPresent() ? 0.2 : 0.02))
            fields.add("\"dependencies\":[\"%s\"]".formatted(course.oneOf(apps).path()));
        Realms.document(course, app).ifPresent(fields::add);
        var document = "{" + String.join(",", fields) + "}";
        var read =
                Documents.parse(document.getBytes(StandardCharsets.UTF_8))
                        .then(ApplicationReader::update);
        if (read instanceof Read.Good<ApplicationReader.Update> good) return good.value().patch();
        throw new IllegalStateException(document + ": " + read);
    }

    /// Runs without groups and health stay as they were: some are kept for what they found.
    private List<String> constraints() {
        var some =
                new ArrayList<>(
                        List.of(
                                "\"constraints\":[[\"hostname\",\"UNIQUE\"]]",
                                "\"constraints\":[[\"hostname\",\"MAX_PER\",\"2\"]]",
                                "\"constraints\":[[\"rack\",\"LIKE\",\"[0-2]\"]]",
                                "\"constraints\":[]"));
        if (teams.isPresent() || Checkups.wanted(course)) {
            some.add("\"constraints\":[[\"row\",\"GROUP_BY\"]]");
            some.add("\"constraints\":[[\"row\",\"GROUP_BY\",\"2\"]]");
            some.add("\"constraints\":[[\"hostname\",\"GROUP_BY\"]]");
        }
        return some;
    }

    private void stop() {
        var open = List.copyOf(truth.catalog().open().keySet());
        if (open.isEmpty()) return;
        var order = new CatalogCommand.Close(course.oneOf(open), Outcome.CANCELLED);
        cluster.catalog(site -> site.desk().order(order));
    }

    private void killSome() {
        var app = course.oneOf(apps);
        var instances =
                truth.application(app).instances().all().keySet().stream()
                        .filter(_ -> course.chance(0.4))
                        .toList();
        var order = new ApplicationCommand.Kill(instances, course.chance(0.3));
        cluster.application(app, site -> site.desk().order(order));
        if (course.chance(0.3))
            cluster.application(
                    app, site -> site.desk().order(new ApplicationCommand.ResetDelay()));
    }

    /// Orders that fit nothing change nothing that matters.
    private void nonsense() {
        var app = course.oneOf(apps);
        var nobody = InstanceId.of(app, "nobody-" + course.below(1_000));
        var order =
                course.chance(0.5)
                        ? new ApplicationCommand.Kill(List.of(nobody), true)
                        : new ApplicationCommand.Abandon(TaskId.of(nobody, 1), "nonsense", true);
        cluster.application(app, site -> site.desk().order(order));
    }
}
