package io.dromos.agent.master;

import java.util.function.Function;

/// How the HTTP side reaches the desk, of which only one thread at a time may make use.
interface Shell {

    /// Does a job at the desk and waits for its answer.
    <T> T ask(Function<Desk, T> job) throws InterruptedException;

    /// Does a job at the desk, some time; for callbacks that must not wait for it.
    void tell(Function<Desk, Boolean> job);
}
