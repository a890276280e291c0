package io.dromos.journal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The connections of one node: a pool for its readers, and one each for its writer and its
/// follower. None is used before it was compared with what the node has seen.
final class Connections implements AutoCloseable {
    private static final int READERS_MAX = 8;
    private static final Duration TAKE_MAX = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Source source;
    private final History history;
    private final HikariDataSource pool;
    private volatile boolean stopping;

    Connections(Source source, History history) {
        this.source = source;
        this.history = history;
        this.pool = new HikariDataSource(config(source, history));
    }

    private static HikariConfig config(Source source, History history) {
        var config = new HikariConfig();
        config.setPoolName("log-readers");
        config.setDataSource(new VerifiedSource(source, history));
        config.setMaximumPoolSize(READERS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TAKE_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /// A connection outside the pool.
    Connection open() throws SQLException {
        var connection = source.open();
        try {
            history.verify(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// What a reader asks. Each question is a statement of its own; no transaction stays open
    /// between two.
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// Asks, and asks again while the database cannot be reached.
    ///
    /// @throws LogRefused if the log went back, or the node stops
    <T> T read(Question<T> question) {
        while (true) {
            try (var connection = pool.getConnection()) {
                return question.ask(connection);
            } catch (SQLException e) {
                refuseIfOver();
                if (!Failures.passes(e)) {
                    throw new IllegalStateException("the log cannot be read: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void refuseIfOver() {
        if (history.lost().isPresent()) {
            throw new LogRefused(history.lost().get());
        }
        if (stopping) {
            throw new LogRefused(new Refusal.Closed("this process is stopping"));
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
