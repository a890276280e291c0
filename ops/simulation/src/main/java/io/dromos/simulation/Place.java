package io.dromos.simulation;

import io.dromos.domain.Context;

/// What everything in one process is given of the world around it.
interface Place {

    Course course();

    Ledger ledger();

    Truth truth();

    NodeClock clock();

    /// Whether the process lives, and the part of it that asks.
    boolean isAlive();

    /// Between two steps of what is done at once: here the process may die.
    ///
    /// @return whether it lives on
    boolean goesOn();

    /// Something goes out from here: the process may die before it hears what became of it.
    ///
    /// @param probability that it does
    void sends(double probability);

    /// Whether other processes write to the same log.
    boolean isShared();

    /// A fresh one for each decision.
    Context context();
}
