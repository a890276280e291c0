package io.dromos.journal.postgres;

import io.dromos.journal.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How the store uses its database.
///
/// @param database where it is
/// @param limits what the log accepts
/// @param lastSeen a file of this node that remembers the last record it saw, so that a database
///   that lost records while the node was down is noticed; none in tests
/// @param statementBytesMax one statement takes no more lists once it has this many bytes
/// @param poll how often the end of the log is looked at beside the database's hints
/// @param closing how long [PostgresLog#close] waits for a database that does not answer
/// @param skewMax how far the database's clock may be from ours at the start
public record DatabaseSettings(
        Database database,
        Limits limits,
        Optional<Path> lastSeen,
        int statementBytesMax,
        Duration poll,
        Duration closing,
        Duration skewMax) {

    /// 4 MiB a statement, a look every 250 ms, 10 s to close, 5 s of skew.
    ///
    /// @param definitions see [Limits]
    public static DatabaseSettings standard(Database database, Set<String> definitions) {
        return new DatabaseSettings(
                database,
                Limits.standard(definitions),
                Optional.empty(),
                4 << 20,
                Duration.ofMillis(250),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /// The same, remembering the last record seen in `file`.
    public DatabaseSettings withLastSeen(Path file) {
        return new DatabaseSettings(
                database, limits, Optional.of(file), statementBytesMax, poll, closing, skewMax);
    }

    /// The same with another wait at the end.
    public DatabaseSettings withClosing(Duration other) {
        return new DatabaseSettings(
                database, limits, lastSeen, statementBytesMax, poll, other, skewMax);
    }

    /// The same with another bound of skew.
    public DatabaseSettings withSkewMax(Duration other) {
        return new DatabaseSettings(
                database, limits, lastSeen, statementBytesMax, poll, closing, other);
    }
}
