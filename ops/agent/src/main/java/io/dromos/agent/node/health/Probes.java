package io.dromos.agent.node.health;

import io.dromos.probe.NetworkProbes;
import io.dromos.probe.Outcome;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.apache.mesos.v1.Protos.CommandInfo;

/// Makes the probes of all tasks of an agent: those over the network, and commands among them.
/// Turns are shared fairly among tasks.
public final class Probes implements AutoCloseable {
    /// How many of the probes at a time may be commands, each a process.
    public static final int COMMANDS_AT_A_TIME = 64;

    private final NetworkProbes network;
    private final Semaphore commands = new Semaphore(COMMANDS_AT_A_TIME, true);

    /// @param nanoTime a clock as [System#nanoTime]
    public Probes(LongSupplier nanoTime) {
        this.network = new NetworkProbes(nanoTime);
    }

    /// Asks a task once it is its turn, and waits for what it says.
    ///
    /// @param timeout how long it has, from when it is asked
    public Outcome ask(Place place, Target target, Duration timeout) throws InterruptedException {
        return switch (target) {
            case Target.Network(var endpoint) -> network.ask(place, place, endpoint, timeout);
            case Target.Command(var command) -> run(place, command, timeout);
        };
    }

    /// A command that waits for others holds no turn of those who ask over the network.
    private Outcome run(Place place, CommandInfo command, Duration timeout)
            throws InterruptedException {
        commands.acquire();
        try {
            return network.inTurn(
                    place, () -> new CommandProbe(place, command).ask(network, timeout));
        } finally {
            commands.release();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
