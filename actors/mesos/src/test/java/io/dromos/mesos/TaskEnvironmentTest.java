package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {

    @Test
    void a_task_without_ports_knows_what_it_is_and_where() {
        assertThat(environment(Specs.cmd("sleep 1").launch()))
                .containsOnly(
                        entry("MESOS_TASK_ID", Specs.TASK.value()),
                        entry("MARATHON_APP_ID", "/prod/web"),
                        entry("MARATHON_APP_VERSION", "2020-01-31T12:00:00.000Z"),
                        entry("MARATHON_APP_RESOURCE_CPUS", "0.5"),
                        entry("MARATHON_APP_RESOURCE_MEM", "64.0"),
                        entry("MARATHON_APP_RESOURCE_DISK", "10.0"),
                        entry("MARATHON_APP_RESOURCE_GPUS", "0"),
                        entry("MARATHON_APP_ENFORCE_GROUP_ROLE", "FALSE"),
                        entry("MARATHON_APP_LABELS", ""),
                        entry("HOST", "agent1"));
    }

    @Test
    void ports_on_the_host_network_appear_by_index_by_service_port_and_by_name() {
        var specs = Specs.cmd("sleep 1");
        specs.portDefinitions.add(new PortDefinition(10_000, "tcp", Optional.of("http"), Map.of()));
        specs.portDefinitions.add(new PortDefinition(0, "udp", Optional.empty(), Map.of()));
        assertThat(ports(specs.launch(31_005, 31_001)))
                .containsOnly(
                        entry("PORT", "31005"),
                        entry("PORTS", "31005,31001"),
                        entry("PORT0", "31005"),
                        entry("PORT1", "31001"),
                        entry("PORT_10000", "31005"),
                        entry("PORT_31001", "31001"),
                        entry("PORT_HTTP", "31005"));
    }

    @Test
    void mapped_ports_appear_by_container_port() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Network.BRIDGE);
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                Specs.mapping(80, Optional.of(0), "web-ui"),
                                Specs.mapping(0, Optional.of(0), "")));
        assertThat(ports(specs.launch(31_000, 31_001)))
                .containsOnly(
                        entry("PORT", "31000"),
                        entry("PORTS", "31000,31001"),
                        entry("PORT0", "31000"),
                        entry("PORT1", "31001"),
                        entry("PORT_80", "31000"),
                        entry("PORT_31001", "31001"),
                        entry("PORT_WEB-UI", "31000"));
        assertThat(environment(specs.launch(31_000, 31_001)))
                .contains(entry("MARATHON_APP_DOCKER_IMAGE", "nginx:1"));
    }

    @Test
    void unpublished_container_ports_are_told_but_not_counted_as_assigned() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Specs.named("dcos"));
        specs.container =
                Optional.of(Specs.docker("nginx:1", Specs.mapping(80, Optional.empty(), "http")));
        assertThat(ports(specs.launch()))
                .containsOnly(
                        entry("PORTS", ""),
                        entry("PORT0", "80"),
                        entry("PORT_80", "80"),
                        entry("PORT_HTTP", "80"));
    }

    @Test
    void an_unpublished_port_of_no_number_gets_the_first_that_no_other_uses() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Specs.named("dcos"));
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                Specs.mapping(0, Optional.empty(), "a"),
                                Specs.mapping(1025, Optional.of(0), ""),
                                Specs.mapping(0, Optional.empty(), "")));
        assertThat(ports(specs.launch(1026)))
                .containsOnly(
                        entry("PORT", "1026"),
                        entry("PORTS", "1026,1027,1028"),
                        entry("PORT0", "1027"),
                        entry("PORT_1027", "1027"),
                        entry("PORT_A", "1027"),
                        entry("PORT1", "1026"),
                        entry("PORT_1025", "1026"),
                        entry("PORT2", "1028"),
                        entry("PORT_1028", "1028"));
    }

    @Test
    void labels_become_variables_with_upper_case_names() {
        var specs = Specs.cmd("sleep 1");
        specs.labels.put("team", "blue");
        specs.labels.put("a.b--c d", "x y");
        specs.labels.put("LONG", "v".repeat(511));
        specs.labels.put("TOO_LONG", "v".repeat(512));
        specs.labels.put("k".repeat(492), "long name");
        specs.labels.put("q".repeat(493), "too long a name");
        assertThat(environment(specs.launch()))
                .contains(
                        entry("MARATHON_APP_LABEL_TEAM", "blue"),
                        entry("MARATHON_APP_LABEL_A_B_C_D", "x y"),
                        entry("MARATHON_APP_LABEL_LONG", "v".repeat(511)),
                        entry("MARATHON_APP_LABEL_" + "K".repeat(492), "long name"),
                        entry("MARATHON_APP_LABELS", "TEAM A_B_C_D LONG " + "K".repeat(492)))
                .doesNotContainKey("MARATHON_APP_LABEL_TOO_LONG")
                .doesNotContainValue("too long a name");
    }

    @Test
    void the_definitions_own_variables_win() {
        var specs = Specs.cmd("sleep 1");
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        specs.env.put("PORT0", "mine");
        specs.env.put("HOST", "here");
        specs.env.put("GREETING", "hello");
        assertThat(environment(specs.launch(31_000)))
                .contains(
                        entry("PORT0", "mine"),
                        entry("HOST", "here"),
                        entry("GREETING", "hello"),
                        entry("PORT", "31000"));
    }

    @Test
    void a_launch_with_the_wrong_number_of_host_ports_is_refused() {
        var specs = Specs.cmd("sleep 1");
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        assertThatThrownBy(() -> TaskPort.of(specs.launch()))
                .hasMessage("Task " + Specs.TASK + " needs 1 host ports or more, but was given 0");
        assertThatThrownBy(() -> TaskPort.of(specs.launch(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> environment(TaskLaunch launch) {
        return TaskEnvironment.of(launch, TaskPort.of(launch));
    }

    private static Map<String, String> ports(TaskLaunch launch) {
        var variables = environment(launch);
        variables.keySet().removeIf(name -> !name.startsWith("PORT"));
        return variables;
    }
}
