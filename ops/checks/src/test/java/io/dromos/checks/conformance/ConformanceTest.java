package io.dromos.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dromos.checks.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ConformanceTest {

    static final List<String> FAMILIES =
            List.of(
                    "apps-create",
                    "apps-documents",
                    "apps-validation",
                    "system",
                    "groups",
                    "deployments",
                    "apps-update",
                    "apps-query",
                    "queue",
                    "tasks",
                    "http-errors");

    /// They wait for containers of images that are fetched; `ContainersTest` does the same on a
    /// real engine.
    private static final Set<String> NEED_IMAGES =
            Set.of("apps-create/mongodb-old-docker-format", "apps-create/rsvp-old-docker-format");

    private static final int AT_A_TIME = 4;

    private static final Map<String, String> EXCLUDED = Exclusions.read();

    @RegisterExtension final Cluster cluster = new Cluster(NoImages::shape);

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @TestFactory
    Stream<DynamicNode> every_recorded_conversation_goes_as_with_marathon() {
        var recordings =
                FAMILIES.stream()
                        .flatMap(family -> Recording.family(family).stream())
                        .filter(recording -> !NEED_IMAGES.contains(recording.name()))
                        .toList();
        var alone =
                recordings.stream()
                        .filter(Recording::asksForGroups)
                        .map(recording -> test(recording, () -> replay(recording)));
        return Stream.of(
                dynamicContainer("one after the other", alone),
                dynamicContainer("a few at a time", Stream.of(recordings).flatMap(this::together)));
    }

    /// Those that do not mind others beside them; begun when the first is asked for.
    private Stream<DynamicTest> together(List<Recording> recordings) {
        var tests = new ArrayList<DynamicTest>();
        for (var recording : recordings) {
            if (recording.asksForGroups()) continue;
            var differences = threads.submit(() -> replay(recording));
            tests.add(test(recording, differences::get));
        }
        return tests.stream();
    }

    private List<Difference> replay(Recording recording) throws Exception {
        return Replay.of(recording, cluster.apiPort());
    }

    /// An excluded recording is to differ, so that no exclusion outlives its reason.
    private static DynamicTest test(Recording recording, Callable<List<Difference>> differences) {
        boolean excluded = EXCLUDED.containsKey(recording.name());
        return excluded
                ? dynamicTest(
                        recording.name() + " differs still",
                        () -> assertThat(differences.call()).isNotEmpty())
                : dynamicTest(recording.name(), () -> assertThat(differences.call()).isEmpty());
    }
}
