package io.dromos.journal.postgres;

import io.dromos.journal.LogRefused;
import io.dromos.journal.checkpoint.Shelf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Checkpoints beside the log in its database, for whichever node starts next. Only the node that
/// claimed the fence `checkpoint` last writes them (protocols 5.4).
final class DatabaseShelf implements Shelf {

    static final String FENCE = "checkpoint";

    private static final String PUT =
            """
            INSERT INTO dromos.checkpoint (name, content)
            SELECT ?, ? FROM dromos.fence f WHERE f.name = '%s' AND f.epoch = ? FOR SHARE
            ON CONFLICT (name) DO UPDATE SET content = excluded.content\
            """
                    .formatted(FENCE);

    private final Connections connections;
    private final Database database;
    private final long epoch;

    /// @param epoch of the fence, as this node claimed it
    DatabaseShelf(Connections connections, Database database, long epoch) {
        this.connections = connections;
        this.database = database;
        this.epoch = epoch;
    }

    @Override
    public String place() {
        return database.toString();
    }

    @Override
    public List<String> names() throws IOException {
        return ask(to -> {
            try (var statement = to.createStatement();
                    var rows = statement.executeQuery("SELECT name FROM dromos.checkpoint")) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        });
    }

    @Override
    public byte[] read(String name) throws IOException {
        return ask(to -> {
            try (var statement =
                    to.prepareStatement("SELECT content FROM dromos.checkpoint WHERE name = ?")) {
                statement.setString(1, name);
                try (var row = statement.executeQuery()) {
                    return row.next() ? row.getBytes(1) : new byte[0];
                }
            }
        });
    }

    @Override
    public void put(String name, byte[] bytes) throws IOException {
        int put =
                ask(to -> {
                    try (var statement = to.prepareStatement(PUT)) {
                        statement.setString(1, name);
                        statement.setBytes(2, bytes);
                        statement.setLong(3, epoch);
                        return statement.executeUpdate();
                    }
                });
        if (put == 0) {
            throw new IOException(
                    "Another node claimed to write the checkpoints in " + database + " since");
        }
    }

    @Override
    public void delete(String name) throws IOException {
        ask(to -> {
            try (var statement =
                    to.prepareStatement("DELETE FROM dromos.checkpoint WHERE name = ?")) {
                statement.setString(1, name);
                return statement.executeUpdate();
            }
        });
    }

    private <T> T ask(Connections.Question<T> question) throws IOException {
        try {
            return connections.read(question);
        } catch (LogRefused | IllegalStateException e) {
            throw new IOException(
                    "The checkpoints in %s: %s".formatted(database, e.getMessage()), e);
        }
    }
}
