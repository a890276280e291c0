package io.dromos.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Makes the probes of many tasks, so many at a time and fairly among their groups ([FairTurns]). A
/// task's time to answer begins when it is really asked; waiting for a turn is no failure of its
/// own, nor is a process that stood still.
public final class NetworkProbes implements AutoCloseable {
    /// How many tasks are asked at a time.
    public static final int AT_A_TIME = 256;

    /// What part of its time a task may lose by the absence of whoever asks, at most, before a bad
    /// end says nothing.
    static final int AWAY_PART = 5;

    private static final int REQUEST_TIMEOUT = 408;

    private final Attention attention;
    private final FairTurns turns = new FairTurns(AT_A_TIME);
    private final Thread heart;

    /// Something that is asked in turn.
    @FunctionalInterface
    public interface Question {
        /// Asks and waits for what is said.
        Outcome ask() throws InterruptedException;
    }

    /// @param nanoTime a clock as [System#nanoTime]
    public NetworkProbes(LongSupplier nanoTime) {
        this.attention = new Attention(nanoTime);
        this.heart = Thread.ofVirtual().name("attention").start(this::beat);
    }

    /// Asks a task once it is its turn, and waits for what it says.
    ///
    /// @param group whose turns these are: one that hangs does not keep others waiting
    /// @param timeout how long it has, from when it is asked
    public Outcome ask(Object group, Place place, Endpoint endpoint, Duration timeout)
            throws InterruptedException {
        return inTurn(
                group,
                () -> {
                    var address = place.address(endpoint.newer());
                    return address.isEmpty()
                            ? new Outcome.NoAnswer(
                                    "the task has no "
                                            + (endpoint.newer() ? "IPv6" : "IPv4")
                                            + " address")
                            : ask(InetAddress.ofLiteral(address.get()), endpoint, timeout);
                });
    }

    /// Asks otherwise than over the network, once there is a turn.
    public Outcome inTurn(Object group, Question question) throws InterruptedException {
        turns.take(group);
        try {
            return question.ask();
        } finally {
            turns.give(group);
        }
    }

    private Outcome ask(InetAddress address, Endpoint endpoint, Duration timeout)
            throws InterruptedException {
        switch (endpoint) {
            case Endpoint.Http http -> {
                try (var probe = new HttpProbe(address, http)) {
                    return within(timeout, probe::ask);
                }
            }
            case Endpoint.Tcp tcp -> {
                try (var probe = new TcpProbe(address, tcp.port())) {
                    return within(timeout, probe::ask);
                }
            }
        }
    }

    /// Waits for an answer so long. What came of it while this process stood still says nothing of
    /// the task: nor that no answer came, nor that the task ended the connection, or answered 408,
    /// because it waited for us. A refused connection is the task's own word.
    public Outcome within(Duration timeout, Callable<Outcome> question)
            throws InterruptedException {
        var before = attention.away();
        var answer = new FutureTask<>(question);
        var asker = Thread.ofVirtual().name("probe").start(answer);
        try {
            var heard = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return heard instanceof Outcome.Answered(var status, _) && status == REQUEST_TIMEOUT
                    ? unlessAway(heard, "the answer is " + status, timeout, before)
                    : heard;
        } catch (TimeoutException late) {
            var why = "no answer within " + timeout.toMillis() + " ms";
            return unlessAway(new Outcome.NoAnswer(why), why, timeout, before);
        } catch (ExecutionException failure) {
            return switch (failure.getCause()) {
                case ConnectException refused ->
                        new Outcome.NoAnswer(String.valueOf(refused.getMessage()));
                case IOException broken -> {
                    var why = String.valueOf(broken.getMessage());
                    yield unlessAway(new Outcome.NoAnswer(why), why, timeout, before);
                }
                // Such as a port that there is not: whoever waits goes on asking.
                case RuntimeException cause ->
                        new Outcome.NoAnswer("it cannot be asked: " + cause.getMessage());
                case null, default -> throw new IllegalStateException("a probe failed", failure);
            };
        } finally {
            asker.interrupt();
        }
    }

    private Outcome unlessAway(Outcome bad, String why, Duration timeout, Duration before) {
        var away = attention.away().minus(before);
        return isTooLong(timeout, away)
                ? new Outcome.NotAsked(
                        "%s, but whoever asked stood still for %d ms of %d"
                                .formatted(why, away.toMillis(), timeout.toMillis()))
                : bad;
    }

    /// Whether so long an absence makes a bad end say nothing. Pure.
    static boolean isTooLong(Duration timeout, Duration away) {
        return away.multipliedBy(AWAY_PART).compareTo(timeout) > 0;
    }

    private void beat() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(Attention.BEAT.toMillis());
                attention.beat();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        heart.interrupt();
    }
}
