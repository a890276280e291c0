package io.dromos.actors;

import io.dromos.domain.Context;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.Recorded;
import java.util.function.Supplier;

/// What every actor is given of the world around it.
///
/// @param context a fresh one for each batch: log time, ids, limits
/// @param measure counts what a fact and its origin take in the log
/// @param bounds of queues and batches
public record Setting(Supplier<Context> context, Measure<Recorded> measure, Bounds bounds) {

    /// Bounds of what an actor holds at a time.
    ///
    /// @param clientsMax requests of clients that may wait for one aggregate
    /// @param insideMax requests of other actors that may wait for one aggregate
    /// @param batchMax requests decided together
    /// @param batchBytesMax bytes of facts after which no further request joins a batch
    /// @param requestBytesMax bytes of facts that one request may bring about; with a batch before
    ///   it less than the log takes as one list
    public record Bounds(
            int clientsMax, int insideMax, int batchMax, long batchBytesMax, long requestBytesMax) {

        /// The bounds a server starts with.
        public static final Bounds DEFAULT = new Bounds(1_000, 2_000, 500, 4L << 20, 24L << 20);
    }
}
