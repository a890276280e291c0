package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.NotAsked;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs real commands.
class ProbesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Probes probes = new Probes(System::nanoTime);

    @AfterEach
    void close() {
        probes.close();
    }

    @Test
    void a_command_that_cannot_be_begun_was_not_asked() throws Exception {
        var command = new Target.Command(CommandInfo.newBuilder().setValue("true").build());
        assertThat(probes.ask(place(), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("exit 125"), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("echo other"), command, LONG)).isInstanceOf(NotAsked.class);
        assertThat(probes.ask(running("exit 127"), command, LONG))
                .as("no shell in the image")
                .isEqualTo(new Outcome.Exited(127));
        assertThat(probes.ask(running("echo begun; exit 7"), command, LONG))
                .isEqualTo(new Outcome.Exited(7));
    }

    @Test
    void the_time_of_a_command_begins_when_it_begins() throws Exception {
        var command = new Target.Command(CommandInfo.newBuilder().setValue("true").build());
        var slow = running("sleep 2; echo begun; exit 7");
        assertThat(ask(slow, command)).isEqualTo(new Outcome.Exited(7));
    }

    /// With a short time to answer, as often as the machine itself is too busy to tell.
    private Outcome ask(Place place, Target target) {
        return await().atMost(LONG)
                .until(() -> probes.ask(place, target, SHORT), one -> !(one instanceof NotAsked));
    }

    private static Place place() {
        return new Here(Optional.empty());
    }

    private static Place running(String script) {
        return new Here(Optional.of(script));
    }

    /// This machine; whatever is run beside is this script.
    private record Here(Optional<String> script) implements Place {
        @Override
        public Optional<String> address(boolean newer) {
            return newer ? Optional.empty() : Optional.of("127.0.0.1");
        }

        @Override
        public Beside beside(CommandInfo command, Duration limit) throws IOException {
            var text = script.orElseThrow(() -> new IOException("no processes left"));
            var process = new ProcessBuilder("/bin/sh", "-c", text).start();
            return new Beside() {
                @Override
                public Process process() {
                    return process;
                }

                @Override
                public boolean announces() {
                    return true;
                }

                @Override
                public void end(String announcement) {
                    process.destroyForcibly();
                }
            };
        }
    }
}
