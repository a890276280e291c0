package io.dromos.checks.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cuts.Ledger.Line;
import io.dromos.events.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The word of the tasks about one change of the group: their ledger, line by line.
final class GroupWord {

    private final GroupAct act;
    private final List<Line> lines;
    private final int before;
    private final Set<String> live = new TreeSet<>();
    private final Set<String> ready = new TreeSet<>();

    /// @param before how many of the lines are older than the change
    GroupWord(GroupAct act, List<Line> lines, int before) {
        this.act = act;
        this.lines = lines;
        this.before = before;
    }

    /// Fails if the tasks saw what must not be.
    void check() {
        capacityIsKept();
        assertThat(starts()).as("starts in %s", this).isEqualTo(new TreeMap<>(act.starts()));
        if (act.inOrder()) nobodyStartsBeforeWhatItWaitsFor();
        noInstanceStartsTwice();
    }

    /// A task is ready from its own word for it until it is told to go, and live until it has gone.
    private void capacityIsKept() {
        for (int at = 0; at < lines.size(); at++) {
            var line = lines.get(at);
            switch (line.what()) {
                case "start" -> live.add(line.task());
                case "ready" -> ready.add(line.task());
                case "end" -> ready.remove(line.task());
                case "gone" -> live.remove(line.task());
                default -> throw new AssertionError(line);
            }
            if (at < before) continue;
            var app = app(line);
            assertThat(count(ready, app))
                    .as("ready of %s at %s in %s", app, line, this)
                    .isGreaterThanOrEqualTo(act.least(app));
            assertThat(count(live, app))
                    .as("live of %s at %s in %s", app, line, this)
                    .isLessThanOrEqualTo(act.most(app));
        }
    }

    private static long count(Set<String> tasks, String app) {
        return tasks.stream().filter(task -> app(task).equals(app)).count();
    }

    private Map<String, Integer> starts() {
        var starts = new TreeMap<String, Integer>();
        for (var line : during())
            if (line.what().equals("start")) starts.merge(app(line), 1, Integer::sum);
        return starts;
    }

    private void nobodyStartsBeforeWhatItWaitsFor() {
        var isReady = new HashMap<String, Integer>();
        for (var line : during()) {
            var app = app(line);
            if (line.what().equals("ready")) isReady.merge(app, 1, Integer::sum);
            int place = GroupAct.APPS.indexOf(app);
            if (!line.what().equals("start") || place == 0) continue;
            var first = GroupAct.APPS.get(place - 1);
            assertThat(isReady.getOrDefault(first, 0))
                    .as("ready of %s at %s in %s", first, line, this)
                    .isGreaterThanOrEqualTo(GroupAct.instances(first));
        }
    }

    private void noInstanceStartsTwice() {
        var instances = new HashSet<String>();
        for (var line : lines)
            if (line.what().equals("start"))
                assertThat(instances.add(new TaskId(line.task()).instance().value()))
                        .as("first start of the instance at %s in %s", line, this)
                        .isTrue();
    }

    private List<Line> during() {
        return lines.subList(before, lines.size());
    }

    private static String app(Line line) {
        return app(line.task());
    }

    private static String app(String task) {
        return new TaskId(task).app().path();
    }

    @Override
    public String toString() {
        var text = new StringBuilder(act.toString());
        for (var line : during()) text.append("%n  %s %s".formatted(line.what(), line.task()));
        return text.toString();
    }
}
