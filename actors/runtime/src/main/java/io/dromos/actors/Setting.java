package io.dromos.actors;

import io.dromos.domain.Context;
import io.dromos.domain.Decider.Measure;
import io.dromos.events.AppId;
import io.dromos.events.Recorded;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// What every actor is given of the world around it.
///
/// @param context a fresh one for each batch: log time, ids, limits
/// @param measure counts what a fact and its origin take in the log
/// @param bounds of queues and batches
/// @param shared the log's own word on an aggregate, if other nodes write to the same log; absent
///   if this node is the only writer, so that nobody can have overtaken what it knows
/// @param health how tasks are asked for their health
/// @param offers what the scheduler said last of offers for an application, for people
public record Setting(
        Supplier<Context> context,
        Measure<Recorded> measure,
        Bounds bounds,
        Optional<Newest> shared,
        HealthSetting health,
        Function<AppId, Optional<String>> offers) {

    /// What the log has of an aggregate, whoever wrote it.
    @FunctionalInterface
    public interface Newest {

        /// The sequence number of its last durable fact, behind everything that was handed in
        /// before; 0 if it has none.
        CompletionStage<Long> sequenceNr(String persistenceId);
    }

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
