package io.dromos.agent.node.health;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Makes the probes of all tasks of an agent, so many at a time. A task's time to answer begins
/// when it is really asked; waiting for a turn is no failure of its own, nor is an agent that stood
/// still.
public final class Probes implements AutoCloseable {
    /// How many tasks are asked at a time.
    public static final int AT_A_TIME = 256;

    /// How many of these may be commands, each a process.
    public static final int COMMANDS_AT_A_TIME = 64;

    /// What part of its time a task may lose by the agent's own absence, at most, before the lack
    /// of an answer says nothing.
    static final int AWAY_PART = 5;

    private final Attention attention;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);
    private final Semaphore commands = new Semaphore(COMMANDS_AT_A_TIME, true);
    private final Thread heart;

    /// @param nanoTime a clock as [System#nanoTime]
    public Probes(LongSupplier nanoTime) {
        this.attention = new Attention(nanoTime);
        this.heart = Thread.ofVirtual().name("attention").start(this::beat);
    }

    /// Asks a task once it is its turn, and waits for what it says.
    ///
    /// @param timeout how long it has, from when it is asked
    public Outcome ask(Place place, Target target, Duration timeout) throws InterruptedException {
        turns.acquire();
        try {
            return switch (target) {
                case Target.Http http -> http(place, http, timeout);
                case Target.Tcp tcp -> tcp(place, tcp, timeout);
                case Target.Command(var command) -> {
                    commands.acquire();
                    try {
                        yield new CommandProbe(place, command).ask(this, timeout);
                    } finally {
                        commands.release();
                    }
                }
            };
        } finally {
            turns.release();
        }
    }

    private Outcome http(Place place, Target.Http target, Duration timeout)
            throws InterruptedException {
        var address = place.address(target.newer());
        if (address.isEmpty()) {
            return noAddress(target.newer());
        }
        try (var probe = new HttpProbe(InetAddress.ofLiteral(address.get()), target)) {
            return within(timeout, probe::ask);
        }
    }

    private Outcome tcp(Place place, Target.Tcp target, Duration timeout)
            throws InterruptedException {
        var address = place.address(target.newer());
        if (address.isEmpty()) {
            return noAddress(target.newer());
        }
        try (var probe = new TcpProbe(InetAddress.ofLiteral(address.get()), target.port())) {
            return within(timeout, probe::ask);
        }
    }

    private static Outcome noAddress(boolean newer) {
        return new Outcome.NoAnswer("the task has no " + (newer ? "IPv6" : "IPv4") + " address");
    }

    /// Waits for an answer so long, less what the agent was away.
    Outcome within(Duration timeout, Callable<Outcome> question) throws InterruptedException {
        var away = attention.away();
        var answer = new FutureTask<>(question);
        var asker = Thread.ofVirtual().name("probe").start(answer);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return late(timeout, attention.away().minus(away));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                return new Outcome.NoAnswer(String.valueOf(cause.getMessage()));
            }
            throw new IllegalStateException("a probe failed", failure.getCause());
        } finally {
            asker.interrupt();
        }
    }

    /// What the lack of an answer means. Pure.
    static Outcome late(Duration timeout, Duration away) {
        return away.multipliedBy(AWAY_PART).compareTo(timeout) > 0
                ? new Outcome.NotAsked(
                        "no answer within "
                                + timeout.toMillis()
                                + " ms, of which the agent itself stood still for "
                                + away.toMillis())
                : new Outcome.NoAnswer("no answer within " + timeout.toMillis() + " ms");
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
