package io.dromos.journal.postgres;

import io.dromos.journal.Appended;
import io.dromos.journal.Batch;
import io.dromos.journal.Head;
import io.dromos.journal.Log;
import io.dromos.journal.Records;
import io.dromos.journal.Refusal;
import io.dromos.journal.audit.Extent;
import io.dromos.journal.checkpoint.Shelf;
import io.dromos.journal.intake.Inbox;
import io.dromos.journal.intake.Requests;
import io.dromos.journal.intake.Teller;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log in a PostgreSQL database, for any number of nodes.
///
/// ```
///   append ─▶ Inbox ─▶ Writer ── CALL dromos.append ──▶ database ── NOTIFY ──▶ Follower
///                        └──────────▶ head ◀────────────────────────────────────┘
///                                      └─▶ Teller ─▶ answers, listeners
///   scan ─▶ Rows ── SELECT, a piece at a time ──▶ database
/// ```
///
/// While the database cannot be reached, writers and readers wait and go on by themselves; what was
/// asked before is asked again under its number, so that it is stored once.
public final class PostgresLog implements Log {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLog.class);

    private final DatabaseSettings settings;
    private final Optional<LastSeen> lastSeen;
    private final History history;
    private final Connections connections;
    private final Inbox inbox;
    private final Requests requests;
    private final Teller teller;
    private final Thread writing;
    private final Thread telling;
    private final Thread following;
    private final Follower follower;
    private final List<String> warnings;
    private boolean closed;

    /// Opens the log in this database, or begins one there.
    ///
    /// @throws DatabaseRefused if the database cannot be reached or must not be used
    public static PostgresLog open(DatabaseSettings settings) throws IOException {
        return open(settings, InstantSource.system());
    }

    /// The same with any clock, which is compared with the database's.
    public static PostgresLog open(DatabaseSettings settings, InstantSource clock)
            throws IOException {
        var lastSeen = settings.lastSeen();
        Optional<LastSeen> file =
                lastSeen.isPresent() ? Optional.of(LastSeen.in(lastSeen.get())) : Optional.empty();
        try {
            var source = new Source(settings.database());
            try (var connection = source.open()) {
                Schema.migrate(connection);
                Schema.forgetWriters(connection);
                Checkup.refuseSkew(connection, clock, settings.skewMax());
                var history = History.begin(connection, file);
                var warnings = Checkup.warnings(connection);
                var log = new PostgresLog(settings, file, source, history, warnings);
                log.start();
                return log;
            }
        } catch (SQLException e) {
            file.ifPresent(LastSeen::close);
            throw new DatabaseRefused(
                    "The database %s cannot be used: %s"
                            .formatted(settings.database(), e.getMessage()),
                    e);
        } catch (IOException | RuntimeException e) {
            file.ifPresent(LastSeen::close);
            throw e;
        }
    }

    private PostgresLog(
            DatabaseSettings settings,
            Optional<LastSeen> lastSeen,
            Source source,
            History history,
            List<String> warnings) {
        this.settings = settings;
        this.lastSeen = lastSeen;
        this.history = history;
        this.warnings = warnings;
        this.connections = new Connections(source, history);
        this.inbox = new Inbox(settings.limits());
        this.requests = new Requests(settings.limits(), inbox, history::lost);
        this.teller = new Teller(inbox);
        var session = new WriterSession(settings, connections, history);
        var writer = new Writer(settings, inbox, teller, history, session);
        this.follower = new Follower(settings, connections, history, teller, session::process);
        this.writing = Thread.ofPlatform().daemon().name("log-writer").unstarted(writer);
        this.telling = Thread.ofPlatform().daemon().name("log-teller").unstarted(teller);
        this.following = Thread.ofPlatform().daemon().name("log-follower").unstarted(follower);
    }

    private void start() {
        LOG.info("{}: the log ends at offset {}", settings.database(), head().offset());
        warnings.forEach(warning -> LOG.warn("{}: {}", settings.database(), warning));
        writing.start();
        telling.start();
        following.start();
    }

    /// What about the database endangers the log, a sentence each.
    public List<String> warnings() {
        return warnings;
    }

    /// Why nothing is written: the database lacks or contradicts what this node has seen.
    public Optional<Refusal.WentBack> lost() {
        return history.lost();
    }

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        return requests.append(batch);
    }

    @Override
    public Head head() {
        return history.head();
    }

    @Override
    public Records scan(long fromOffset) {
        return new OffsetRows(connections, history, fromOffset);
    }

    @Override
    public Records scanStored(long fromOffset) {
        return new StoredRows(connections::read, history::incarnation, fromOffset);
    }

    @Override
    public List<Extent> extents() {
        return connections.read(StoredRows::extents);
    }

    @Override
    public Records scan(String persistenceId, long fromSequenceNr) {
        return new AggregateRows(connections, history, persistenceId, fromSequenceNr);
    }

    @Override
    public CompletionStage<Long> highestSequenceNr(String persistenceId) {
        return requests.highestSequenceNr(persistenceId);
    }

    @Override
    public long hiddenTo(String persistenceId) {
        return connections.read(connection -> {
            try (var statement =
                    connection.prepareStatement(
                            "SELECT to_sequence_nr FROM dromos.hidden WHERE persistence_id = ?")) {
                statement.setString(1, persistenceId);
                try (var row = statement.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0L;
                }
            }
        });
    }

    @Override
    public CompletionStage<Long> claim(String name, String owner) {
        return requests.claim(name, owner);
    }

    @Override
    public CompletionStage<Long> hide(String persistenceId, long toSequenceNr) {
        return requests.hide(persistenceId, toSequenceNr);
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return teller.subscribe(listener);
    }

    /// Where the checkpoints of this log are kept. From here on this node writes them, and no
    /// other.
    ///
    /// @param owner who claims to write them, for people
    /// @throws IOException if the claim is refused
    public Shelf checkpoints(String owner) throws IOException {
        try {
            long epoch = claim(DatabaseShelf.FENCE, owner).toCompletableFuture().join();
            return new DatabaseShelf(connections, settings.database(), epoch);
        } catch (CompletionException e) {
            throw new IOException(
                    "The checkpoints in %s cannot be claimed: %s"
                            .formatted(settings.database(), e.getCause()),
                    e);
        }
    }

    /// From here on nobody waits for a database that cannot be reached: readers and writers that
    /// would are refused. For whoever stops a node while its database is down.
    public void stopWaiting() {
        connections.stopWaiting();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        inbox.close(new Refusal.Closed("this process is stopping"));
        ended(writing, settings.closing());
        connections.stopWaiting();
        if (!ended(writing, settings.closing())) {
            LOG.error("{} does not answer", settings.database());
        }
        follower.stop();
        ended(following, settings.closing());
        connections.close();
        teller.stop();
        ended(telling, settings.closing());
        lastSeen.ifPresent(LastSeen::close);
    }

    private static boolean ended(Thread thread, Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
