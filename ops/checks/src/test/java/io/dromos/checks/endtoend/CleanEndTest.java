package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.Traces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CleanEndTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.agents(2));

    @Test
    void after_the_end_no_process_group_mount_or_container_is_left() throws Exception {
        // One that spawns, ignores being asked to end, and leaves its process group.
        var stubborn = "trap '' TERM; setsid sleep 3600 & sleep 3600 & wait; wait";
        cluster.api()
                .post(
                        "/v2/apps",
                        """
                        {"id":"stubborn","cmd":"%s","cpus":0.1,"mem":32,"instances":4,
                         "taskKillGracePeriodSeconds":1}
                        """
                                .formatted(stubborn))
                .ok();
        cluster.api().awaitSettled();
        assertThat(cluster.processes()).hasSize(4);
        assertThat(Traces.processesIn(cluster.directory())).hasSizeGreaterThan(4);

        cluster.stop();

        assertThat(Traces.processesIn(cluster.directory())).isEmpty();
        assertThat(Traces.mounts(cluster.directory())).isEmpty();
        for (var node : cluster.nodes()) {
            assertThat(Traces.groups(node.mark())).isEmpty();
            assertThat(Traces.containers(node.mark())).isEmpty();
        }
    }
}
