package io.dromos.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Part;
import io.dromos.cli.run.ProcessMark;
import io.dromos.cli.run.Running;
import io.dromos.cli.text.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// How many agents a start has, after an earlier one whose tasks were kept.
class ArrangementTest {

    private final StringWriter told = new StringWriter();
    private final Terminal terminal =
            new Terminal(
                    new PrintWriter(told),
                    new PrintWriter(told),
                    Map.of("DROMOS_TRAIN", "no-bridge"));

    private static Running former(int agents) {
        var parts = new ArrayList<Running.Known>();
        for (int i = 1; i <= agents; i++)
            parts.add(
                    new Running.Known(
                            new Part(
                                    "agent" + i,
                                    Part.Kind.AGENT,
                                    List.of("true"),
                                    Map.of(),
                                    Path.of("log"),
                                    URI.create("http://127.0.0.1:1/health")),
                            Optional.empty()));
        return new Running(
                new ProcessMark(1, 1),
                "http://127.0.0.1:1",
                "127.0.0.1:1",
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                false,
                agents,
                parts);
    }

    private int agents(Optional<Running> former, String... words) throws IOException, Failure {
        @Command
        final class Words {
            @CommandLine.Mixin private Arrangement arrangement = new Arrangement();
        }
        var parsed = new Words();
        var all = new ArrayList<>(List.of(words));
        for (var flag : List.of("--http-port", "--master-port")) {
            try (var free = new ServerSocket(0)) {
                all.addAll(List.of(flag, "" + free.getLocalPort()));
            }
        }
        all.addAll(List.of("--agent-port", "15051"));
        new CommandLine(parsed).parseArgs(all.toArray(String[]::new));
        return parsed.arrangement.layout(Path.of("/data"), former, terminal).agents();
    }

    @Test
    void as_many_agents_start_as_tasks_were_kept_on() throws IOException, Failure {
        assertThat(agents(Optional.empty())).isEqualTo(1);
        assertThat(told.toString()).isEmpty();
        assertThat(agents(Optional.of(former(3)))).isEqualTo(3);
        assertThat(told.toString()).contains("Starting 3 agents, since tasks were kept");
    }

    @Test
    void agents_that_are_left_out_on_purpose_are_named() throws IOException, Failure {
        assertThat(agents(Optional.of(former(3)), "--agents", "2")).isEqualTo(2);
        assertThat(told.toString())
                .contains("up to agent3, and only 2 start")
                .contains("dromos up --agents 3");
    }
}
