package io.dromos.journal.postgres;

import io.dromos.journal.AtomicList;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer's connection. What it lost it opens again; a call whose answer was lost it makes
/// again under the same number, so that it learns what became of it and nothing is stored twice.
final class WriterSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    private static final String HIGHEST =
            """
            SELECT coalesce((SELECT r.sequence_nr FROM dromos.record r WHERE r.persistence_id = i.id
                             ORDER BY r.sequence_nr DESC LIMIT 1), 0)
            FROM unnest(?) WITH ORDINALITY i(id, n) ORDER BY i.n\
            """;

    private final DatabaseSettings settings;
    private final Connections connections;
    private final History history;
    private final UUID id = UUID.randomUUID();
    private long number;
    private @Nullable Connection connection;
    private boolean unreachable;
    private volatile int process;

    WriterSession(DatabaseSettings settings, Connections connections, History history) {
        this.settings = settings;
        this.connections = connections;
        this.history = history;
    }

    /// The database's process behind the connection, whose hints are no news to this node.
    int process() {
        return process;
    }

    /// Stores each list or says why not.
    ///
    /// @throws LogRefused if none was stored
    List<Outcome> append(List<AtomicList> lists) {
        var done =
                numbered(number -> {
                    var append = new Append(incarnation(), id, number, lists);
                    return append::call;
                });
        done.head().ifPresent(history::advance);
        return done.outcomes();
    }

    /// Has the log record a fact about itself.
    ///
    /// @throws LogRefused if it was not recorded
    long record(OwnFact fact) {
        long answer = numbered(number -> to -> fact.call(to, incarnation(), id, number));
        history.advance(ask(History::head));
        return answer;
    }

    private UUID incarnation() {
        return history.head().position().incarnation();
    }

    /// The last sequence numbers of aggregates.
    List<Long> highest(List<String> persistenceIds) {
        return ask(to -> {
            try (var statement = to.prepareStatement(HIGHEST)) {
                statement.setArray(
                        1, to.createArrayOf("text", persistenceIds.toArray(String[]::new)));
                try (var rows = statement.executeQuery()) {
                    var found = new ArrayList<Long>();
                    while (rows.next()) {
                        found.add(rows.getLong(1));
                    }
                    return found;
                }
            }
        });
    }

    private <T> T numbered(LongFunction<Connections.Question<T>> call) {
        return ask(call.apply(++number));
    }

    /// Asks until there is an answer. Only the database's own word ends it: an answer, or an error
    /// that says that nothing was done.
    private <T> T ask(Connections.Question<T> question) {
        var pause = PAUSE;
        boolean inDoubt = false;
        while (true) {
            try {
                return question.ask(connected());
            } catch (Unconnected e) {
                giveUpIfOver(inDoubt);
            } catch (SQLException e) {
                refuseIfCertain(e, inDoubt);
                inDoubt = true;
                drop();
                giveUpIfOver(true);
                noteUnreachable(e);
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
            if (pause.compareTo(PAUSE_MAX) > 0) pause = PAUSE_MAX;
        }
    }

    /// No connection can be had, whatever the reason: the question was not asked.
    private static final class Unconnected extends Exception {
        private static final long serialVersionUID = 1L;

        Unconnected(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private Connection connected() throws Unconnected {
        var known = connection;
        if (known != null) {
            return known;
        }
        try {
            var opened = connections.open();
            process = opened.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            connection = opened;
            if (unreachable) LOG.info("The database {} answers again", settings.database());
            unreachable = false;
            return opened;
        } catch (SQLException e) {
            noteUnreachable(e);
            throw new Unconnected(e);
        }
    }

    private void noteUnreachable(SQLException e) {
        if (!unreachable) {
            LOG.warn(
                    "The database {} cannot be reached, writing waits: {}",
                    settings.database(),
                    e.getMessage());
        }
        unreachable = true;
    }

    private void refuseIfCertain(SQLException e, boolean inDoubt) {
        if (Failures.isOtherHistory(e)) {
            history.replaced(String.valueOf(e.getMessage()));
            giveUpIfOver(inDoubt);
        }
        if (!Failures.passes(e)) {
            LOG.warn("The database {} refused: {}", settings.database(), e.getMessage());
            throw refused(Failures.refusal(e, settings.database()), inDoubt);
        }
    }

    private void giveUpIfOver(boolean inDoubt) {
        if (history.lost().isPresent()) {
            throw refused(history.lost().get(), inDoubt);
        }
        if (connections.isStopping()) {
            throw refused(new Refusal.Closed("this process is stopping"), inDoubt);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw refused(new Refusal.Closed("the thread that writes was interrupted"), inDoubt);
        }
    }

    /// What was asked before over a connection that broke may have been done.
    private static LogRefused refused(Refusal why, boolean inDoubt) {
        return new LogRefused(inDoubt ? new Refusal.Unknown(why.sentence()) : why);
    }

    private void drop() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("While closing a broken connection", e);
        }
        connection = null;
    }

    @Override
    public void close() {
        drop();
    }
}
