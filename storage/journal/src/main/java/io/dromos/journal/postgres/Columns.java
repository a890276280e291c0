package io.dromos.journal.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lists column by column, as the procedure `append` takes them.
final class Columns {
    /// Texts that are each named once and then meant by their number, from 1.
    private static final class Names {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        int of(String name) {
            var known = numbers.get(name);
            if (known != null) return known;
            names.add(name);
            numbers.put(name, names.size());
            return names.size();
        }
    }

    private final Names ids = new Names();
    private final Names fences = new Names();
    private final List<Integer> listIds = new ArrayList<>();
    private final List<Long> listExpected = new ArrayList<>();
    private final List<Integer> listRecords = new ArrayList<>();
    private final List<Integer> needLists = new ArrayList<>();
    private final List<Integer> needFences = new ArrayList<>();
    private final List<Long> needEpochs = new ArrayList<>();
    private final List<Integer> recordIds = new ArrayList<>();
    private final List<Long> recordNumbers = new ArrayList<>();
    private final List<Long> recordDecided = new ArrayList<>();
    private final List<String> recordNames = new ArrayList<>();
    private final List<byte[]> payloads = new ArrayList<>();
    private final List<byte[]> origins = new ArrayList<>();
    private final List<byte[]> digests = new ArrayList<>();

    void list(String persistenceId, long expected, int records) {
        listIds.add(ids.of(persistenceId));
        listExpected.add(expected);
        listRecords.add(records);
    }

    /// What the last list needs.
    void need(String fence, long epoch) {
        needLists.add(listIds.size());
        needFences.add(fences.of(fence));
        needEpochs.add(epoch);
    }

    /// A record of the last list.
    void record(
            long number, long decided, String name, byte[] payload, byte[] origin, byte[] digest) {
        recordIds.add(listIds.getLast());
        recordNumbers.add(number);
        recordDecided.add(decided);
        recordNames.add(name);
        payloads.add(payload);
        origins.add(origin);
        digests.add(digest);
    }

    /// Sets the parameters from `at` on.
    void bind(Connection connection, PreparedStatement statement, int at) throws SQLException {
        Array[] arrays = {
            texts(connection, ids.names),
            integers(connection, listIds),
            longs(connection, listExpected),
            integers(connection, listRecords),
            texts(connection, fences.names),
            integers(connection, needLists),
            integers(connection, needFences),
            longs(connection, needEpochs),
            integers(connection, recordIds),
            longs(connection, recordNumbers),
            longs(connection, recordDecided),
            texts(connection, recordNames),
            bytes(connection, payloads),
            bytes(connection, origins),
            bytes(connection, digests)
        };
        for (int i = 0; i < arrays.length; i++) {
            statement.setArray(at + i, arrays[i]);
        }
    }

    private static Array texts(Connection connection, List<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }

    private static Array integers(Connection connection, List<Integer> values) throws SQLException {
        return connection.createArrayOf("int4", values.toArray(Integer[]::new));
    }

    private static Array longs(Connection connection, List<Long> values) throws SQLException {
        return connection.createArrayOf("int8", values.toArray(Long[]::new));
    }

    private static Array bytes(Connection connection, List<byte[]> values) throws SQLException {
        return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
    }
}
