package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.probe.Endpoint;
import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.NotAsked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void commands_that_hang_keep_no_check_over_the_network_waiting() throws Exception {
        var end = new CountDownLatch(1);
        var command = new Target.Command(CommandInfo.newBuilder().setValue("hang").build());
        var hanging = new ArrayList<Thread>();
        for (int number = 0; number < 400; number++)
            hanging.add(Thread.ofVirtual().start(() -> hang(new Hanging(end), command)));
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // All that may run do, and all others wait for them.
            await().atMost(LONG).until(() -> hanging.stream().allMatch(ProbesTest::isWaiting));
            var port = new Target.Network(new Endpoint.Tcp(server.getLocalPort(), false));
            assertThat(CompletableFuture.supplyAsync(() -> asked(port)))
                    .succeedsWithin(LONG)
                    .isEqualTo(new Outcome.Connected(true));
        } finally {
            end.countDown();
            for (var thread : hanging) thread.join();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
    }

    private void hang(Place place, Target target) {
        try {
            probes.ask(place, target, Duration.ofHours(1));
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome asked(Target target) {
        try {
            return probes.ask(place(), target, LONG);
        } catch (InterruptedException over) {
            throw new CompletionException(over);
        }
    }

    /// A task beside which a command runs until the end; no two are the same.
    private static final class Hanging implements Place {
        private final CountDownLatch end;

        Hanging(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public Optional<String> address(boolean newer) {
            return Optional.empty();
        }

        @Override
        public Beside beside(CommandInfo command, Duration limit) {
            return new HangingCommand(end);
        }
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
