package io.dromos.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.link.MesosJson.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkJsonTest {
    private static final AgentID AGENT = AgentID.newBuilder().setValue("m-S0").build();
    private static final FrameworkID FRAMEWORK =
            FrameworkID.newBuilder().setValue("m-0000").build();
    private static final TaskID TASK = TaskID.newBuilder().setValue("t").build();
    private static final UUID SOME = new UUID(1, 2);
    private static final FrameworkInfo FRAMEWORK_INFO =
            FrameworkInfo.newBuilder().setUser("root").setName("f").setId(FRAMEWORK).build();
    private static final TaskInfo TASK_INFO =
            TaskInfo.newBuilder().setName("t").setTaskId(TASK).setAgentId(AGENT).build();
    private static final TaskStatus STATUS =
            TaskStatus.newBuilder()
                    .setTaskId(TASK)
                    .setState(TaskState.TASK_RUNNING)
                    .setUuid(LinkJson.bytes(SOME))
                    .build();

    static Stream<Order> orders() {
        KillPolicy policy =
                KillPolicy.newBuilder()
                        .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(5))
                        .build();
        return Stream.of(
                new Order.Registered(AGENT, 75),
                new Order.RunTask(FRAMEWORK_INFO, TASK_INFO),
                new Order.KillTask(FRAMEWORK, TASK, Optional.empty()),
                new Order.KillTask(FRAMEWORK, TASK, Optional.of(policy)),
                new Order.Acknowledge(FRAMEWORK, TASK, SOME),
                new Order.ShutdownFramework(FRAMEWORK),
                new Order.Leave("Agent has been removed"),
                new Order.Ping());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void every_order_survives_the_wire(Order order) throws Malformed {
        assertThat(withoutDefaults(LinkJson.order(LinkJson.write(order))))
                .isEqualTo(withoutDefaults(order));
    }

    @Test
    void hello_and_reports_survive_the_wire() throws Malformed {
        AgentInfo agent =
                AgentInfo.newBuilder().setHostname("h").setId(AGENT).setPort(5051).build();
        KnownTask staging = new KnownTask(FRAMEWORK, TASK_INFO, List.of(), Optional.empty());
        KnownTask running =
                new KnownTask(FRAMEWORK, TASK_INFO, List.of(STATUS), Optional.of(STATUS));
        Hello hello = new Hello(agent, "127.0.0.1", List.of(), List.of(staging, running));
        assertThat(LinkJson.hello(LinkJson.write(hello))).isEqualTo(hello);
        Report update = new Report.Update(AGENT, FRAMEWORK, STATUS, TaskState.TASK_FAILED);
        assertThat(LinkJson.report(LinkJson.write(update))).isEqualTo(update);
        Report alive = new Report.Alive(AGENT);
        assertThat(LinkJson.report(LinkJson.write(alive))).isEqualTo(alive);
        Report leaving = new Report.Unregister(AGENT);
        assertThat(LinkJson.report(LinkJson.write(leaving))).isEqualTo(leaving);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"type\":\"NOPE\",\"agent_id\":\"a\"}",
                "{\"type\":\"ACKNOWLEDGE\",\"framework_id\":\"f\",\"task_id\":\"t\",\"uuid\":\"x\"}",
                "{\"type\":\"UPDATE\",\"agent_id\":\"a\",\"framework_id\":\"f\",\"status\":{}}",
            })
    void what_is_no_message_of_the_link_is_refused(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> LinkJson.order(bytes)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> LinkJson.report(bytes)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> LinkJson.hello(bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void only_sixteen_bytes_are_a_uuid() {
        assertThat(LinkJson.uuid(LinkJson.bytes(SOME))).contains(SOME);
        assertThat(LinkJson.uuid(LinkJson.bytes(SOME).substring(1))).isEmpty();
    }

    /// Defaults are printed, so they come back as set.
    private static String withoutDefaults(Order order) {
        return new String(LinkJson.write(order), StandardCharsets.UTF_8);
    }
}
