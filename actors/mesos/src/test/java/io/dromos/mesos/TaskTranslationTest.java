package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.junit.jupiter.api.Test;

class TaskTranslationTest {

    private static final FrameworkId FRAMEWORK = new FrameworkId("fw-0000");

    @Test
    void a_task_is_named_after_its_application_and_paid_from_the_offers_role() {
        var specs = Specs.cmd("sleep 1");
        specs.role = "web";
        specs.resources = new Resources(0.5, 64, 0, 2);
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        var task = task(specs.launch(31_005, 31_001));
        assertThat(task.getName()).isEqualTo("web.prod");
        assertThat(task.getTaskId().getValue()).isEqualTo(Specs.TASK.value());
        assertThat(task.getAgentId().getValue()).isEqualTo("agent-S0");
        assertThat(task.getResourcesList())
                .allMatch(resource -> resource.getAllocationInfo().getRole().equals("web"))
                .extracting(Protos.Resource::getName)
                .containsExactly("cpus", "mem", "gpus", "ports");
        assertThat(task.getResources(0).getScalar().getValue()).isEqualTo(0.5);
        assertThat(task.getResources(3).getRanges().getRangeList())
                .extracting(range -> range.getBegin() + "-" + range.getEnd())
                .containsExactly("31001-31001", "31005-31005");
        assertThat(task.hasLabels()).isFalse();
        assertThat(task.hasContainer()).isFalse();
        assertThat(task.hasExecutor()).isFalse();
        assertThat(task.hasKillPolicy()).isFalse();
    }

    @Test
    void a_command_runs_in_a_shell() {
        var command = task(Specs.cmd("echo $PORT").launch()).getCommand();
        assertThat(command.getShell()).isTrue();
        assertThat(command.getValue()).isEqualTo("echo $PORT");
        assertThat(command.getArgumentsList()).isEmpty();
        assertThat(command.hasUser()).isFalse();
    }

    @Test
    void arguments_run_without_a_shell_and_name_the_program_themselves() {
        var specs = new Specs();
        specs.args = List.of("/bin/sleep", "10");
        var command = task(specs.launch()).getCommand();
        assertThat(command.getShell()).isFalse();
        assertThat(command.getValue()).isEqualTo("/bin/sleep");
        assertThat(command.getArgumentsList()).containsExactly("/bin/sleep", "10");
    }

    @Test
    void arguments_for_an_image_leave_the_program_to_the_image() {
        var specs = new Specs();
        specs.args = List.of("--port", "80");
        specs.container = Optional.of(Specs.docker("nginx:1"));
        var command = task(specs.launch()).getCommand();
        assertThat(command.getShell()).isFalse();
        assertThat(command.hasValue()).isFalse();
        assertThat(command.getArgumentsList()).containsExactly("--port", "80");
    }

    @Test
    void an_image_alone_runs_what_it_was_made_to_run() {
        var specs = new Specs();
        specs.container = Optional.of(Specs.docker("nginx:1"));
        var command = task(specs.launch()).getCommand();
        assertThat(command.getShell()).isFalse();
        assertThat(command.hasValue()).isFalse();
        assertThat(command.getArgumentsList()).isEmpty();
    }

    @Test
    void downloads_user_labels_and_kill_grace_are_told() {
        var specs = Specs.cmd("sleep 1");
        specs.fetch.add(new Fetch("http://x/a.tgz", true, false, true, Optional.empty()));
        specs.fetch.add(new Fetch("http://x/b", false, true, false, Optional.of("tool")));
        specs.user = Optional.of("nobody");
        specs.labels.put("team", "blue");
        specs.killGracePeriod = Optional.of(Duration.ofSeconds(7));
        var task = task(specs.launch());
        assertThat(task.getCommand().getUrisList())
                .containsExactly(
                        Protos.CommandInfo.URI
                                .newBuilder()
                                .setValue("http://x/a.tgz")
                                .setExtract(true)
                                .setExecutable(false)
                                .setCache(true)
                                .build(),
                        Protos.CommandInfo.URI
                                .newBuilder()
                                .setValue("http://x/b")
                                .setExtract(false)
                                .setExecutable(true)
                                .setCache(false)
                                .setOutputFile("tool")
                                .build());
        assertThat(task.getCommand().getUser()).isEqualTo("nobody");
        assertThat(task.getLabels().getLabels(0).getKey()).isEqualTo("team");
        assertThat(task.getKillPolicy().getGracePeriod().getNanoseconds())
                .isEqualTo(7_000_000_000L);
    }

    @Test
    void discovery_on_the_host_network_names_host_ports_without_a_scope() {
        var specs = Specs.cmd("sleep 1");
        specs.portDefinitions.add(
                new PortDefinition(10_000, "udp,tcp", Optional.of("dns"), Map.of("k", "v")));
        var discovery = task(specs.launch(31_000)).getDiscovery();
        assertThat(discovery.getVisibility()).isEqualTo(Protos.DiscoveryInfo.Visibility.FRAMEWORK);
        assertThat(discovery.getName()).isEqualTo("web.prod");
        assertThat(discovery.getPorts().getPortsList())
                .containsExactly(
                        port(31_000, "dns", "udp", Map.of("k", "v")),
                        port(31_000, "dns", "tcp", Map.of("k", "v")));
    }

    @Test
    void discovery_elsewhere_says_whose_number_it_is() {
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Specs.named("dcos"));
        specs.container =
                Optional.of(
                        Specs.docker(
                                "nginx:1",
                                Specs.mapping(80, Optional.of(0), "http"),
                                Specs.mapping(81, Optional.empty(), "admin")));
        assertThat(task(specs.launch(31_000)).getDiscovery().getPorts().getPortsList())
                .containsExactly(
                        port(31_000, "http", "tcp", Map.of("network-scope", "host")),
                        Protos.Port.newBuilder()
                                .setNumber(81)
                                .setName("admin")
                                .setProtocol("tcp")
                                .setLabels(
                                        Protos.Labels.newBuilder()
                                                .addLabels(label("network-scope", "container"))
                                                .addLabels(label("network-name", "dcos")))
                                .build());
    }

    @Test
    void an_executor_of_its_own_is_started_with_the_command_as_arguments() {
        var specs = Specs.cmd("--verbose");
        specs.executor = "/opt/it's";
        var task = task(specs.launch());
        assertThat(task.hasCommand()).isFalse();
        assertThat(task.getExecutor().getExecutorId().getValue())
                .isEqualTo("marathon-" + Specs.TASK.value());
        assertThat(task.getExecutor().getFrameworkId().getValue()).isEqualTo("fw-0000");
        assertThat(task.getExecutor().getType()).isEqualTo(Protos.ExecutorInfo.Type.CUSTOM);
        assertThat(task.getExecutor().getCommand().getValue())
                .isEqualTo("chmod ug+rx '/opt/it'\\''s' && exec '/opt/it'\\''s' --verbose");
        specs.executor = "//cmd";
        assertThat(task(specs.launch()).hasExecutor()).isFalse();
    }

    private static Protos.TaskInfo task(TaskLaunch launch) {
        return TaskTranslation.translate(launch, FRAMEWORK);
    }

    private static Protos.Port port(
            int number, String name, String protocol, Map<String, String> labels) {
        return Protos.Port.newBuilder()
                .setNumber(number)
                .setName(name)
                .setProtocol(protocol)
                .setLabels(TaskTranslation.labels(labels))
                .build();
    }

    private static Protos.Label label(String key, String value) {
        return Protos.Label.newBuilder().setKey(key).setValue(value).build();
    }
}
