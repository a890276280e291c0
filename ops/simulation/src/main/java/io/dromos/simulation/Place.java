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

    /// Whether other processes write to the same log.
    boolean isShared();

    /// A fresh one for each decision.
    Context context();
}
