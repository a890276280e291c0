package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.probe.Outcome.Answered;
import io.dromos.probe.Outcome.NoAnswer;
import io.dromos.probe.Outcome.NotAsked;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a bad end of a question says of the task, and what only of whoever asked.
class BadEndsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// Two seconds more than a fifth of the timeout.
    private static final Duration STOOD_STILL = Duration.ofSeconds(14);

    private final AtomicLong now = new AtomicLong();
    private final NetworkProbes probes = new NetworkProbes(now::get);

    @AfterEach
    void close() {
        probes.close();
    }

    static List<Callable<Outcome>> ends() {
        return List.of(
                () -> {
                    throw new SocketException("Connection reset");
                },
                () -> {
                    throw new EOFException("closed before the answer");
                },
                () -> new Answered(408));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void what_broke_off_while_we_stood_still_says_nothing_of_the_task(Callable<Outcome> end)
            throws Exception {
        assertThat(probes.within(TIMEOUT, after(STOOD_STILL, end)))
                .isInstanceOfSatisfying(
                        NotAsked.class, it -> assertThat(it.why()).contains("stood still"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_same_counts_when_we_were_there(Callable<Outcome> end) throws Exception {
        assertThat(probes.within(TIMEOUT, end)).isInstanceOfAny(NoAnswer.class, Answered.class);
        assertThat(probes.within(TIMEOUT, after(Duration.ofSeconds(9), end)))
                .isInstanceOfAny(NoAnswer.class, Answered.class);
    }

    @Test
    void silence_while_we_stood_still_says_nothing_either() throws Exception {
        var never = new CountDownLatch(1);
        var brief = Duration.ofMillis(10);
        Callable<Outcome> silent =
                () -> {
                    never.await();
                    return new Answered(200);
                };
        assertThat(probes.within(brief, silent)).isInstanceOf(NoAnswer.class);
        // Long enough for the question to begin, which moves the clock.
        assertThat(probes.within(Duration.ofSeconds(2), after(STOOD_STILL, silent)))
                .isInstanceOf(NotAsked.class);
    }

    @Test
    void what_the_task_said_itself_counts_however_late_we_heard_it() throws Exception {
        for (int status : new int[] {200, 404, 500, 503})
            assertThat(probes.within(TIMEOUT, after(STOOD_STILL, () -> new Answered(status))))
                    .isEqualTo(new Answered(status));
        Callable<Outcome> refused =
                () -> {
                    throw new ConnectException("Connection refused");
                };
        assertThat(probes.within(TIMEOUT, after(STOOD_STILL, refused)))
                .isEqualTo(new NoAnswer("Connection refused"));
    }

    @Test
    void a_machine_without_descriptors_or_ports_has_not_asked() throws Exception {
        for (var ours :
                List.of(
                        new SocketException("Too many open files"),
                        new BindException("Cannot assign requested address")))
            assertThat(connect(ours))
                    .isEqualTo(new NotAsked("no connection can be begun: " + ours.getMessage()));
        for (var theirs :
                List.of(
                        new ConnectException("Connection refused"),
                        new NoRouteToHostException("No route to host")))
            assertThatThrownBy(() -> connect(theirs)).isSameAs(theirs);
    }

    private static Outcome connect(IOException failure) throws IOException {
        try (var socket =
                new Socket() {
                    @Override
                    public void connect(SocketAddress address) throws IOException {
                        throw failure;
                    }
                }) {
            return TcpProbe.connect(socket, InetAddress.getLoopbackAddress(), 1);
        }
    }

    /// The clock jumps on, as it does for a process that was stopped.
    private Callable<Outcome> after(Duration stop, Callable<Outcome> end) {
        return () -> {
            now.addAndGet(stop.toNanos());
            return end.call();
        };
    }
}
