package io.dromos.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The log of one server, whether it runs or not.
public interface Ledger extends AutoCloseable {

    /// Takes what is told of a stretch of the log.
    @FunctionalInterface
    interface Taker {
        void take(JsonNode stretch) throws Failure;
    }

    /// Takes records that are written out, some lines at a time.
    @FunctionalInterface
    interface Lines {
        void take(String lines) throws Failure, IOException;
    }

    /// Has the log verified, a stretch after the other, until one is broken or the log ends.
    ///
    /// @param after the first record is the one behind this
    /// @param until the last is this one
    /// @param stops offsets at which a stretch ends
    void verify(long after, long until, List<Long> stops, Taker taker)
            throws Failure, InterruptedException;

    /// Gives the records behind an offset as JSON, up to another one.
    void export(long after, long until, Lines lines)
            throws Failure, IOException, InterruptedException;

    /// Tells what the log takes, a stretch after the other.
    void stats(Taker taker) throws Failure, InterruptedException;

    /// The public key by which its checkpoints are signed now, if there is one.
    Optional<String> key() throws Failure;

    /// Whether nobody serves it, so that it is read as it lies in its store.
    boolean isOffline();

    @Override
    void close();
}
