package io.dromos.checks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.json.ApplicationReader;
import io.dromos.json.Documents;
import io.dromos.json.Read;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// People and programs who ask for anything at any time, some of it nonsense.
final class Users {

    private static final List<AppId> APPS =
            IntStream.range(0, 8).mapToObj(number -> new AppId("/team/app" + number)).toList();

    private final Course course;
    private final Journal journal;
    private final Node node;
    private Optional<Change> last = Optional.empty();
    private Optional<DeploymentId> admitted = Optional.empty();
    private int admissions;

    Users(Course course, Journal journal, Node node) {
        this.course = course;
        this.journal = journal;
        this.node = node;
    }

    /// How many changes were admitted.
    int admissions() {
        return admissions;
    }

    void ask() {
        switch (course.below(12)) {
            case 0 -> repeat();
            case 1 -> stop();
            case 2 -> killSome();
            case 3 -> nonsense();
            default -> change();
        }
    }

    private void change() {
        var edits = new ArrayList<Edit>();
        int count = course.chance(0.2) ? 3 : 1;
        for (int edit = 0; edit < count; edit++) edits.add(edit(course.oneOf(APPS)));
        var change =
                new Change(
                        new ChangeId(node.id()),
                        new DeploymentId(node.id()),
                        edits,
                        course.chance(0.5),
                        course.chance(0.05));
        last = Optional.of(change);
        admitted = admit(change);
        if (admitted.isPresent()) admissions++;
    }

    private Optional<DeploymentId> admit(Change change) {
        return node.ask(new CatalogCommand.Admit(change)) instanceof CatalogReply.Admitted it
                ? Optional.of(it.deployment())
                : Optional.empty();
    }

    /// Who asks again learns what became of his first asking.
    private void repeat() {
        if (last.isEmpty() || admitted.isEmpty()) return;
        int before = journal.size();
        assertThat(admit(last.get())).isEqualTo(admitted);
        assertThat(journal.size()).isEqualTo(before);
    }

    private Edit edit(AppId app) {
        var known = journal.catalog().apps().get(app);
        if (known == null) return new Edit.Create(app, patch(true));
        return switch (course.below(10)) {
            case 0 -> new Edit.Remove(app);
            case 1 -> new Edit.Restart(app);
            case 2 -> new Edit.Shrink(app, 1 + course.below(2));
            case 3 ->
                    known.past().isEmpty()
                            ? new Edit.Restart(app)
                            : new Edit.Revert(app, course.oneOf(known.past()).version());
            case 4 -> {
                var open = List.copyOf(journal.catalog().open().keySet());
                yield open.isEmpty()
                        ? new Edit.Create(app, patch(true))
                        : new Edit.RollBack(course.oneOf(open));
            }
            case 5 -> new Edit.Update(app, patch(true), true, true);
            default -> new Edit.Update(app, patch(false), false, true);
        };
    }

    private io.dromos.domain.definition.ApplicationPatch patch(boolean whole) {
        var fields = new ArrayList<String>();
        if (whole || course.chance(0.5))
            fields.add("\"cmd\":\"sleep %d\"".formatted(course.below(1_000)));
        if (whole || course.chance(0.6)) fields.add("\"instances\":" + course.below(4));
        if (whole) fields.add("\"cpus\":0.5,\"mem\":32,\"backoffSeconds\":1");
        if (course.chance(0.3))
            fields.add(
                    "\"env\":{\"WORD\":\"\u00e4\u4e16\\u0000\\\"%d\"}".formatted(course.below(9)));
        if (course.chance(0.3))
            fields.add("\"labels\":{\"colour\":\"%d\"}".formatted(course.below(9)));
        if (course.chance(0.2)) fields.add("\"constraints\":[[\"hostname\",\"UNIQUE\"]]");
        if (course.chance(0.2))
            fields.add(
                    "\"portDefinitions\":[{\"port\":0,\"name\":\"a\"},{\"port\":%d,\"name\":\"b\"}]"
                            .formatted(course.below(2) == 0 ? 0 : 12_000 + course.below(5)));
        if (course.chance(0.02))
            fields.add("\"dependencies\":[\"/team/app%d\"]".formatted(course.below(8)));
        var document = "{" + String.join(",", fields) + "}";
        var read =
                Documents.parse(document.getBytes(StandardCharsets.UTF_8))
                        .then(ApplicationReader::update);
        if (read instanceof Read.Good<ApplicationReader.Update> good) return good.value().patch();
        throw new AssertionError(document + ": " + read);
    }

    private void stop() {
        var open = List.copyOf(journal.catalog().open().keySet());
        if (open.isEmpty()) return;
        node.ask(new CatalogCommand.Close(course.oneOf(open), Outcome.CANCELLED));
    }

    private void killSome() {
        var app = course.oneOf(APPS);
        var instances =
                journal.application(app).instances().all().keySet().stream()
                        .filter(_ -> course.chance(0.4))
                        .toList();
        node.ask(app, new ApplicationCommand.Kill(instances, course.chance(0.3)));
        if (course.chance(0.3)) node.ask(app, new ApplicationCommand.ResetDelay());
    }

    /// Orders that fit nothing change nothing that matters, and break nothing.
    private void nonsense() {
        var app = course.oneOf(APPS);
        var stranger = InstanceId.of(app, "stranger-" + course.below(1_000));
        switch (course.below(5)) {
            case 0 -> node.ask(app, new ApplicationCommand.Kill(List.of(stranger), true));
            case 1 ->
                    node.ask(
                            app,
                            new ApplicationCommand.Abandon(
                                    TaskId.of(stranger, 1), "nonsense", true));
            case 2 ->
                    node.ask(
                            app,
                            new ApplicationCommand.Observe(
                                    1,
                                    List.of(
                                            new ApplicationCommand.Update(
                                                    TaskId.of(stranger, 1),
                                                    course.oneOf(List.of(TaskState.values())),
                                                    Optional.of("REASON_NONSENSE"),
                                                    "nonsense",
                                                    Optional.of(true),
                                                    List.of()))));
            case 3 -> {
                for (var state : journal.deployments())
                    node.ask(state.id(), new DeploymentCommand.Complete(course.below(5) + 7));
            }
            default ->
                    node.ask(
                            new CatalogCommand.Close(
                                    new DeploymentId(node.id()), Outcome.FINISHED));
        }
    }
}
