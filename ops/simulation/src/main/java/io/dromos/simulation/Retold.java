package io.dromos.simulation;

import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import io.dromos.simulation.Cut.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a [Story] came to.
///
/// @param apps what each application is in the end
/// @param starts how many tasks ran a command for an application, by both, by the agents' word
/// @param lists how many lists of facts were written
/// @param calls how many calls came to Mesos
record Retold(Map<AppId, String> apps, Map<String, Integer> starts, int lists, int calls) {

    /// Tells it, with or without a cut.
    ///
    /// @throws Broken if it comes to what must never be
    static Retold of(Story story, long seed, Optional<Cut> cut, Fault fault) {
        var stage = new Stage(seed, fault);
        try {
            story.prepare(stage);
            stage.settle();
            stage.arm(cut, story.bounds());
            story.tell(stage);
            stage.settle();
            stage.verify();
            return of(stage);
        } catch (RuntimeException | StackOverflowError e) {
            // What is asked for and changes nothing is asked for again at once.
            throw new Broken(
                    "%s, seed %d, %s: %s%n%s"
                            .formatted(
                                    story,
                                    seed,
                                    cut.map(Cut::toString).orElse("without a cut"),
                                    e instanceof Broken ? e.getMessage() : e,
                                    String.join("\n", last(stage))));
        }
    }

    private static List<String> last(Stage stage) {
        var all = stage.course().trace().last();
        return all.subList(Math.max(0, all.size() - 300), all.size());
    }

    private static Retold of(Stage stage) {
        var apps = new TreeMap<AppId, String>();
        stage.truth()
                .catalog()
                .apps()
                .forEach((app, it) ->
                        apps.put(app, it.spec().cmd().orElse("") + " x " + it.spec().instances()));
        var starts = new TreeMap<String, Integer>();
        var instances = new HashSet<String>();
        for (var doing : stage.course().doings().starts()) {
            starts.merge(doing.app() + " " + doing.command(), 1, Integer::sum);
            Broken.unless(
                    instances.add(new TaskId(doing.task()).instance().value()),
                    "The instance of %s ran before",
                    doing.task());
        }
        return new Retold(
                apps, starts, stage.count(Point.AFTER_FACTS), stage.count(Point.AFTER_CALL));
    }

    /// How often processes can die at a point.
    int count(Point point) {
        return point == Point.AFTER_CALL ? calls : lists;
    }

    /// In what this one differs from the one that nobody cut.
    Optional<String> differs(Retold uncut) {
        if (!apps.equals(uncut.apps()))
            return Optional.of("It ends as %s, uncut as %s".formatted(apps, uncut.apps()));
        if (!starts.equals(uncut.starts()))
            return Optional.of("It started %s, uncut %s".formatted(starts, uncut.starts()));
        return Optional.empty();
    }
}
