package io.dromos.journal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL server on a free port of this machine, in a directory below the temporary one
/// that is removed at the end.
public final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable PostgresServer shared;

    private final Path directory;
    private final int port;
    private final Map<String, String> settings = new TreeMap<>();
    private @Nullable Process process;

    private PostgresServer(Path directory) throws IOException {
        this.directory = directory;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        settings.put("port", String.valueOf(port));
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", directory.toString());
        settings.put("max_connections", "200");
        settings.put("max_wal_size", "256MB");
        settings.put("timezone", "UTC");
        settings.put("dynamic_shared_memory_type", "mmap");
    }

    /// The one server of this process, which ends with it. Its disk is not synced, for speed.
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start(Map.of("fsync", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /// A server of its own, for tests that stop it.
    public static PostgresServer start() {
        return start(Map.of());
    }

    private static PostgresServer start(Map<String, String> settings) {
        try {
            var server = new PostgresServer(PostgresPrograms.newDirectory("dromos-postgres-data-"));
            server.settings.putAll(settings);
            PostgresPrograms.run(
                    "initdb",
                    "-D",
                    server.data(),
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--no-sync");
            server.begin();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A copy of this server as it is on the disk, which must be stopped; not started yet.
    public PostgresServer copy() {
        try {
            var copy = new PostgresServer(PostgresPrograms.newDirectory("dromos-postgres-copy-"));
            PostgresPrograms.execute(List.of("cp", "-a", data(), copy.data()));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a stopped server a standby of `primary`, under this name.
    public void follow(PostgresServer primary, String name) throws IOException {
        set(
                "primary_conninfo",
                "host=127.0.0.1 port=%d user=postgres application_name=%s"
                        .formatted(primary.port, name));
        set("hot_standby", "on");
        var signal = Path.of(data(), "standby.signal");
        Files.createFile(signal);
        PostgresPrograms.own(signal);
    }

    /// Ends the standby's following: from here on it accepts writes.
    public void promote() throws SQLException {
        query("postgres", "SELECT pg_promote(true, 60)");
    }

    /// A setting for the next start.
    public void set(String name, String value) {
        settings.put(name, value);
    }

    /// Makes an empty database and gives its URL.
    public String newDatabase() {
        var name = "log" + DATABASES.incrementAndGet();
        try {
            query("postgres", "CREATE DATABASE " + name + " TEMPLATE template0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    /// The URL of a database.
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, database);
    }

    /// The same database on another server.
    public String url(PostgresServer of, String url) {
        return url.replace(":" + of.port + "/", ":" + port + "/");
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// Runs one statement and gives its first value as text, if there is one.
    public @Nullable String query(String database, String sql) throws SQLException {
        return queryAt(url(database), sql);
    }

    /// The same at a URL.
    public static @Nullable String queryAt(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) return null;
            try (var row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /// What its processes took of the processors so far.
    public Duration processorTime() {
        return process == null
                ? Duration.ZERO
                : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .flatMap(it -> it.info().totalCpuDuration().stream())
                        .reduce(Duration.ZERO, Duration::plus);
    }

    /// Starts it and waits until it answers.
    public void begin() {
        var command = new ArrayList<String>(List.of("postgres", "-D", data()));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        try {
            process =
                    new ProcessBuilder(PostgresPrograms.asNobody(command))
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            directory.resolve("log.txt").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                query("postgres", "SELECT 1");
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || process == null || !process.isAlive()) {
                    throw new IllegalStateException("PostgreSQL does not start: " + log(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Stops it in order, cutting connections.
    public void stop() {
        end("INT");
    }

    /// Kills it without a chance to write anything.
    public void kill() {
        end("QUIT");
    }

    private void end(String signal) {
        if (process == null) return;
        try {
            PostgresPrograms.execute(List.of("kill", "-" + signal, String.valueOf(process.pid())));
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        process = null;
    }

    @Override
    public void close() {
        end("QUIT");
        PostgresPrograms.remove(directory);
    }

    private String data() {
        return directory.resolve("data").toString();
    }
}
