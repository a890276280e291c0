package io.dromos.journal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one node: a pool for its readers, and one each for its writer and its
/// follower. None is used before it was compared with what the node has seen.
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int READERS_MAX = 8;
    private static final Duration TAKE_MAX = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final VerifiedSource source;
    private final History history;
    private final HikariDataSource pool;
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private volatile boolean stopping;

    Connections(Source source, History history) {
        this.source = new VerifiedSource(source, history);
        this.history = history;
        this.pool = new HikariDataSource(config(this.source));
    }

    private static HikariConfig config(VerifiedSource source) {
        var config = new HikariConfig();
        config.setPoolName("log-readers");
        config.setDataSource(source);
        config.setMaximumPoolSize(READERS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TAKE_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        // Otherwise the pool asks its first connection, and never opens another if that breaks
        // then.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }

    /// A connection outside the pool.
    Connection open() throws SQLException {
        return source.getConnection();
    }

    /// What a reader asks. Each question is a statement of its own; no transaction stays open
    /// between two.
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// Asks, and asks again while the database cannot be reached.
    ///
    /// @throws LogRefused if the log went back, the node stops or this thread is interrupted
    <T> T read(Question<T> question) {
        while (true) {
            refuseIfLost();
            try (var connection = pool.getConnection()) {
                var answer = question.ask(connection);
                noteReadable();
                return answer;
            } catch (SQLException e) {
                refuseIfOver();
                if (!Failures.passes(e)) {
                    throw new IllegalStateException("the log cannot be read: " + e.getMessage(), e);
                }
                noteUnreadable(e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void noteReadable() {
        if (unreadable.get() && unreadable.getAndSet(false)) LOG.info("The log can be read again");
    }

    /// Said once for all who wait.
    private void noteUnreadable(SQLException e) {
        if (!unreadable.getAndSet(true)) {
            LOG.warn("The log cannot be read, reading waits: {}", why(e));
        }
    }

    /// What the pool says, with what it says it of.
    private static String why(SQLException e) {
        var cause = e.getCause();
        return cause == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + " " + cause.getMessage();
    }

    private void refuseIfLost() {
        var lost = history.lost();
        if (lost.isPresent()) {
            throw new LogRefused(lost.get());
        }
    }

    private void refuseIfOver() {
        refuseIfLost();
        if (stopping) {
            throw new LogRefused(new Refusal.Closed("this process is stopping"));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new LogRefused(new Refusal.Closed("the thread that reads was interrupted"));
        }
    }

    /// Nobody waits any longer for a database that cannot be reached.
    void stopWaiting() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        stopWaiting();
        pool.close();
    }
}
