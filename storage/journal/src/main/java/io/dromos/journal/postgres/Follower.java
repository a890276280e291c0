package io.dromos.journal.postgres;

import io.dromos.journal.Head;
import io.dromos.journal.intake.Teller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows what other nodes append: looks at the end of the log when the database hints at news,
/// and every so often without a hint, since hints may be lost. It holds no transaction open.
final class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final DatabaseSettings settings;
    private final Connections connections;
    private final History history;
    private final Teller teller;
    private final IntSupplier own;
    private volatile @Nullable Connection followed;

    /// What was told last. What this node has seen may be ahead of it: whoever opens a connection
    /// sees how far the log is, and tells nobody.
    private long told = -1;

    /// @param own the database's process behind our own writer
    Follower(
            DatabaseSettings settings,
            Connections connections,
            History history,
            Teller teller,
            IntSupplier own) {
        this.settings = settings;
        this.connections = connections;
        this.history = history;
        this.teller = teller;
        this.own = own;
    }

    @Override
    public void run() {
        while (!over()) {
            try (var connection = connections.open()) {
                followed = connection;
                tell(history.head());
                follow(connection);
            } catch (SQLException e) {
                LOG.debug("The end of {} cannot be followed", settings.database(), e);
                LockSupport.parkNanos(settings.poll().toNanos());
            }
        }
    }

    /// Wakes it from waiting for a hint, once the connections are stopping.
    void stop() {
        var connection = followed;
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("While ending the connection that listens", e);
        }
    }

    private boolean over() {
        return connections.isStopping()
                || history.lost().isPresent()
                || Thread.currentThread().isInterrupted();
    }

    private void follow(Connection connection) throws SQLException {
        var hints = connection.unwrap(PGConnection.class);
        try (var listen = connection.createStatement()) {
            listen.execute("LISTEN dromos");
        }
        while (!over()) {
            var heard = hints.getNotifications((int) settings.poll().toMillis());
            if (!allOurs(heard)) {
                var now = History.head(connection);
                if (!now.position().incarnation().equals(incarnation())) {
                    throw new SQLException("the log goes on in another incarnation");
                }
                if (now.offset() > told) {
                    history.advance(now);
                    tell(now);
                }
            }
        }
    }

    private UUID incarnation() {
        return history.head().position().incarnation();
    }

    private void tell(Head now) {
        told = now.offset();
        teller.tell(new Teller.News(List.of(), now, 0, 0));
    }

    private boolean allOurs(PGNotification @Nullable [] heard) {
        if (heard == null || heard.length == 0) {
            return false;
        }
        for (var hint : heard) {
            if (hint.getPID() != own.getAsInt()) {
                return false;
            }
        }
        return true;
    }
}
