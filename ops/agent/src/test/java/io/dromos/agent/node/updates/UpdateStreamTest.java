package io.dromos.agent.node.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class UpdateStreamTest {
    private static final TaskStatus STARTING = status(TaskState.TASK_STARTING);
    private static final TaskStatus RUNNING = status(TaskState.TASK_RUNNING);
    private static final TaskStatus FINISHED = status(TaskState.TASK_FINISHED);

    @Test
    void the_first_update_is_due_at_once() {
        assertThat(UpdateStream.EMPTY.isDue(0)).isFalse();
        assertThat(UpdateStream.EMPTY.append(STARTING, 5).isDue(5)).isTrue();
    }

    @Test
    void a_later_update_waits_for_the_one_before_it() {
        var stream = UpdateStream.EMPTY.append(STARTING, 0).sent(0).append(RUNNING, 1);
        assertThat(stream.outstanding()).contains(STARTING);
        assertThat(stream.latest()).contains(RUNNING);
        assertThat(stream.isDue(seconds(9))).isFalse();
        assertThat(stream.isDue(seconds(10))).isTrue();
    }

    @Test
    void unacknowledged_it_comes_again_after_10_20_and_40_seconds() {
        var stream = UpdateStream.EMPTY.append(STARTING, 0).sent(0);
        var now = 0L;
        for (var pause : List.of(10, 20, 40)) {
            assertThat(stream.isDue(now + seconds(pause) - 1)).isFalse();
            now += seconds(pause);
            assertThat(stream.isDue(now)).isTrue();
            stream = stream.sent(now);
        }
    }

    @Test
    void only_the_uuid_of_the_outstanding_update_counts() {
        var stream = UpdateStream.EMPTY.append(STARTING, 0).append(RUNNING, 0);
        assertThat(stream.accepts(STARTING.getUuid())).isTrue();
        assertThat(stream.accepts(RUNNING.getUuid())).isFalse();
        assertThat(stream.accepts(ByteString.copyFromUtf8("short"))).isFalse();
        assertThat(UpdateStream.EMPTY.accepts(STARTING.getUuid())).isFalse();
    }

    @Test
    void an_acknowledgement_brings_the_next_update_at_once() {
        var stream = UpdateStream.EMPTY.append(STARTING, 0).append(RUNNING, 0).sent(0).advanced(7);
        assertThat(stream.outstanding()).contains(RUNNING);
        assertThat(stream.isDue(7)).isTrue();
        assertThat(stream.advanced(8).outstanding()).isEmpty();
        assertThat(stream.advanced(8).isDue(Long.MAX_VALUE / 2)).isFalse();
    }

    @Test
    void a_new_link_starts_the_interval_anew() {
        var stream = UpdateStream.EMPTY.append(STARTING, 0).sent(0).sent(seconds(10));
        var anew = stream.resubscribed(seconds(11));
        assertThat(anew.isDue(seconds(20))).isFalse();
        assertThat(anew.isDue(seconds(21))).isTrue();
    }

    @Test
    void what_was_written_down_goes_on_where_it_stood() {
        var stream = UpdateStream.recovered(List.of(STARTING, RUNNING, FINISHED), 1, 3);
        assertThat(stream.outstanding()).contains(RUNNING);
        assertThat(stream.isDue(3)).isTrue();
        assertThat(UpdateStream.recovered(List.of(STARTING), 1, 3).outstanding()).isEmpty();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static TaskStatus status(TaskState state) {
        return TaskStatus.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue("t"))
                .setState(state)
                .setUuid(ByteString.copyFromUtf8(state.name()))
                .build();
    }
}
