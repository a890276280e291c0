package io.dromos.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.events.Version;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.events.state.Instance;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Writes statistics of an application's tasks, `tasksStats`.
public final class TaskStats {

    private TaskStats() {}

    /// The statistics as an object; groups without tasks are left out.
    ///
    /// @param now for how long tasks have been running
    public static byte[] of(Definition definition, Collection<Instance> instances, Instant now) {
        var tasks = instances.stream().filter(it -> it.task().isPresent()).toList();
        VersionInfo info = definition.info();
        return Fragments.object(out -> {
            group(
                    out,
                    "startedAfterLastScaling",
                    filter(tasks, definition, it -> !before(it, info.lastScalingAt())),
                    now);
            group(
                    out,
                    "withLatestConfig",
                    filter(tasks, definition, it -> !before(it, info.lastConfigChangeAt())),
                    now);
            group(
                    out,
                    "withOutdatedConfig",
                    filter(tasks, definition, it -> before(it, info.lastConfigChangeAt())),
                    now);
            group(out, "totalSummary", tasks, now);
        });
    }

    private static boolean before(Version version, Version mark) {
        return version.compareTo(mark) < 0;
    }

    private static List<Instance> filter(
            List<Instance> tasks, Definition definition, Predicate<Version> version) {
        return tasks.stream()
                .filter(it -> version.test(TaskWriter.version(Optional.of(definition), it)))
                .toList();
    }

    private static void group(JsonGenerator out, String name, List<Instance> tasks, Instant now)
            throws IOException {
        if (tasks.isEmpty()) return;
        var counts = Counts.of(tasks);
        out.writeObjectFieldStart(name);
        out.writeObjectFieldStart("stats");
        out.writeObjectFieldStart("counts");
        out.writeNumberField("staged", counts.staged());
        out.writeNumberField("running", counts.running());
        out.writeNumberField("healthy", counts.healthy());
        out.writeNumberField("unhealthy", counts.unhealthy());
        out.writeEndObject();
        lifeTime(out, tasks, now);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void lifeTime(JsonGenerator out, List<Instance> tasks, Instant now)
            throws IOException {
        var seconds =
                tasks.stream()
                        .flatMap(it -> it.task().flatMap(Instance.Task::startedAt).stream())
                        .mapToDouble(at -> Duration.between(at, now).toMillis() / 1000.0)
                        .sorted()
                        .toArray();
        if (seconds.length == 0) return;
        int middle = seconds.length / 2;
        double median =
                seconds.length % 2 == 1
                        ? seconds[middle]
                        : (seconds[middle - 1] + seconds[middle]) / 2;
        double sum = 0;
        for (double value : seconds) sum += value;
        out.writeObjectFieldStart("lifeTime");
        out.writeNumberField("averageSeconds", sum / seconds.length);
        out.writeNumberField("medianSeconds", median);
        out.writeEndObject();
    }
}
