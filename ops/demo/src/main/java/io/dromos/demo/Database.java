package io.dromos.demo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.MVStoreException;

/// A small MongoDB-compatible server that keeps its data in one file and survives `kill -9`: what was
/// answered is on disk. It stands in for `mongo:3.3` where that image cannot be pulled.
///
///     Database [--bind ADDRESS] [--port N] [--data DIRECTORY]
///
/// Defaults: 127.0.0.1, `$PORT0` or else 27017, `data`. It has no authentication, as the original
/// image has none: bind it to the loopback or to a container's own network only.
public final class Database implements AutoCloseable {

    private static final int PORT = 27_017;

    private final MongoServer server;
    private final InetSocketAddress address;

    private Database(MongoServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /// Opens the data in `directory` (made when absent) and listens. A port of 0 takes any free
    /// one. Fails with a sentence when the directory is in use or the port is taken.
    public static Database start(InetSocketAddress bind, Path directory) throws IOException {
        Program.quiet();
        Files.createDirectories(directory);
        Path file = directory.resolve("mongo.mv");
        var backend = open(file);
        backend.version(ServerVersion.MONGO_5_0);
        var server = new MongoServer(backend);
        try {
            server.bind(bind);
        } catch (Exception e) { // Netty also throws checked ones that it does not declare
            backend.close();
            throw Program.cannotListen(bind, e);
        }
        return new Database(server, server.getLocalAddress());
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// Stops listening, closes the clients' connections and the file.
    @Override
    public void close() {
        server.shutdownNow();
    }

    public static void main(String[] args) {
        Program.run("database", () -> run(args));
    }

    private static void run(String[] args) throws IOException {
        var arguments = Arguments.parse(args, Set.of("bind", "port", "data"), System.getenv());
        var bind = Program.address(arguments.text("bind", "127.0.0.1"), arguments.port(PORT));
        var directory = Path.of(arguments.text("data", "data")).toAbsolutePath();
        var database = start(bind, directory);
        Program.closeAtExit(database);
        Program.say(
                "database: listening on "
                        + Program.show(database.address())
                        + ", data in "
                        + directory);
    }

    private static DurableBackend open(Path file) throws IOException {
        try {
            return DurableBackend.open(file);
        } catch (MVStoreException e) {
            throw new IOException(
                    "cannot open " + file + ": is another database using it? " + e.getMessage(), e);
        }
    }
}
