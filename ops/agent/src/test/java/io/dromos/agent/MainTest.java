package io.dromos.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void a_master_says_when_it_is_ready_and_where() {
        assertThat(run("--master-port", "0")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("ready master=127\\.0\\.0\\.1:[0-9]+\n");
    }

    @Test
    void a_port_in_use_gets_one_sentence_and_exit_code_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--master-port", port)).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("127.0.0.1:" + port)
                    .hasLineCount(1);
        }
    }

    @Test
    void an_agent_whose_resources_name_no_ports_offers_the_usual_ones() throws Exception {
        var arguments =
                Arguments.parse(
                        List.of("--agent", "--master-port", "0", "--resources", "cpus:4;mem:64"));
        assertThat(arguments.resources().toString()).contains("31000").contains("31999");
        var other =
                Arguments.parse(
                        List.of("--agent", "--master-port", "0", "--resources", "ports:[5-6]"));
        assertThat(other.resources().toString()).doesNotContain("31000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Nothing to run",
                "--agent | needs --master HOST:PORT",
                "--agent --master nowhere | needs HOST:PORT",
                "--nonsense | Unknown option '--nonsense'",
                "--master-port | needs a value",
                "--master-port x | needs a number from 0 to 65535, not 'x'",
                "--master-port 99999 | needs a number",
                "--allow root | not 'root'",
                "--agent --master-port 1 --resources cpus | 'cpus' is not name:value",
                "--agent --master-port 1 --resources cpus:x | no number",
                "--agent --master h:1 --simulated-agents 3 | needs --master-port",
                "--master-port 1 --simulated-failures 1.5 | needs a number from 0 to 1, not '1.5'",
                "--agent --master-port 1 --ports 5-1 | ends before it begins",
                "--agent --master-port 1 --ports x | is not name:[from-to,from-to]",
            })
    void what_makes_no_sense_is_named_with_exit_code_2(String words, String sentence) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence).hasLineCount(1);
    }

    @Test
    void every_option_is_read() throws Exception {
        Arguments arguments =
                Arguments.parse(
                        List.of(
                                ("--agent --master h:1 --host-name n --ip 127.0.0.2 --agent-port 7 "
                                                + "--resources cpus:1.5;gold:{a,b} --ports 5-6,8-9 "
                                                + "--attributes rack:a;weight:2;slots:[1-2] "
                                                + "--work-dir /w --dns 1.1.1.1 --allow "
                                                + "privileged,host-root")
                                        .split(" ", -1)));
        assertThat(arguments.master()).contains("h:1");
        assertThat(arguments.hostName()).isEqualTo("n");
        assertThat(arguments.ip()).isEqualTo("127.0.0.2");
        assertThat(arguments.agentPort()).isEqualTo(7);
        assertThat(arguments.resources()).hasSize(3);
        assertThat(arguments.resources().getLast().getRanges().getRangeCount()).isEqualTo(2);
        assertThat(arguments.attributes()).hasSize(3);
        assertThat(arguments.workDir()).isEqualTo(Path.of("/w"));
        assertThat(arguments.dns()).containsExactly("1.1.1.1");
        assertThat(arguments.allow()).containsExactlyInAnyOrder("privileged", "host-root");
    }

    @Test
    void simulated_agents_are_what_the_command_line_says() throws Exception {
        var fleet =
                Arguments.parse(
                                List.of(
                                        "--master-port 0 --simulated-agents 7 --simulated-start 50 --simulated-failures 0.25 --attributes zone:z"
                                                .split(" ", -1)))
                        .simulated()
                        .orElseThrow();
        assertThat(fleet.agents()).isEqualTo(7);
        assertThat(fleet.start()).hasMillis(50);
        assertThat(fleet.failures()).isEqualTo(0.25);
        assertThat(fleet.attributes()).hasSize(1);
        assertThat(fleet.resources()).isNotEmpty();
    }

    @Test
    void the_usage_names_every_option() {
        assertThatThrownBy(() -> Arguments.parse(List.of("--help")))
                .isInstanceOf(Arguments.Wrong.class);
        assertThat(Arguments.USAGE).contains("--allow").contains("--dns").contains("--ports");
    }

    private int run(String... words) {
        return Main.run(List.of(words), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
