package io.dromos.demo;

import com.sun.net.httpserver.HttpServer;
import io.dromos.demo.Locator.Endpoint;
import io.dromos.demo.Page.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The RSVP web page: a form for a name and an e-mail address, and the list of those who came before.
/// It stands in for `teamcloudyuga/rsvpapp` where that image cannot be pulled, and reads the same
/// environment.
///
///     Rsvp [--bind ADDRESS] [--port N]
///
/// Defaults: 127.0.0.1, `$PORT0` or else 5000. `MONGODB_HOST` names the database, with an optional
/// `:port` (default `localhost`, 27017), `MONGODB_DATABASE` its database (default `rsvpdata`). With
/// `DNS_SERVER=host:port` and a `MONGODB_HOST` that ends in `.mesos`, host and port come from that
/// server's SRV record instead.
public final class Rsvp implements AutoCloseable {

    private static final int PORT = 5_000;
    private static final int MONGO_PORT = 27_017;
    private static final int DNS_PORT = 53;
    private static final int THREADS = 8;
    private static final int WAITING_MAX = 64;
    private static final int BACKLOG = 64;
    private static final int CLOSE_SECONDS = 1;

    private final HttpServer server;
    private final ExecutorService workers;
    private final Guestbook guestbook;

    private Rsvp(HttpServer server, ExecutorService workers, Guestbook guestbook) {
        this.server = server;
        this.workers = workers;
        this.guestbook = guestbook;
    }

    /// Serves the page; it owns the guest book from here on. A port of 0 takes any free one. The
    /// database need not be there yet.
    static Rsvp start(InetSocketAddress bind, Guestbook guestbook, Identity identity)
            throws IOException {
        boundTheServer();
        HttpServer server;
        try {
            server = HttpServer.create(bind, BACKLOG);
        } catch (IOException e) {
            throw Program.cannotListen(bind, e);
        }
        var workers =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(WAITING_MAX));
        server.setExecutor(workers);
        server.createContext("/", new Site(guestbook, identity));
        server.start();
        return new Rsvp(server, workers, guestbook);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// Answers what is at work, for at most a second, and closes the database's connections.
    @Override
    public void close() {
        server.stop(CLOSE_SECONDS);
        workers.shutdownNow();
        guestbook.close();
    }

    public static void main(String[] args) {
        Program.run("rsvp", () -> run(args));
    }

    private static void run(String[] args) throws IOException {
        var arguments = Arguments.parse(args, Set.of("bind", "port"), System.getenv());
        // The database may come back under another address: the JDK would hold the old one for 30
        // s.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Program.quiet();
        var guestbook =
                new MongoGuestbook(
                        locator(arguments), arguments.variable("MONGODB_DATABASE", "rsvpdata"));
        var identity = new Identity(hostName(arguments), arguments.variable("MESOS_TASK_ID", ""));
        var bind = Program.address(arguments.text("bind", "127.0.0.1"), arguments.port(PORT));
        var rsvp = start(bind, guestbook, identity);
        Program.closeAtExit(rsvp);
        Program.say("rsvp: http://" + Program.show(rsvp.address()) + "/");
    }

    /// How the environment says to find the database.
    static Locator locator(Arguments arguments) {
        String host = arguments.variable("MONGODB_HOST", "localhost");
        String dns = arguments.variable("DNS_SERVER", "");
        boolean clusterName = host.toLowerCase(Locale.ROOT).endsWith(".mesos");
        if (!dns.isEmpty() && clusterName) {
            return new ServiceRecord(endpoint("DNS_SERVER", dns, DNS_PORT), host);
        }
        var database = endpoint("MONGODB_HOST", host, MONGO_PORT);
        return Locator.fixed(database);
    }

    private static Endpoint endpoint(String source, String text, int fallback) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new Endpoint(text, fallback)
                : new Endpoint(
                        text.substring(0, colon),
                        Arguments.port(source, text.substring(colon + 1)));
    }

    private static String hostName(Arguments arguments) {
        String fallback = arguments.variable("HOST", "unknown");
        try {
            return arguments.variable("HOSTNAME", InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return fallback;
        }
    }

    /// The JDK's server takes its limits from system properties, read when it is first used.
    private static void boundTheServer() {
        System.setProperty("jdk.httpserver.maxConnections", "256");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }
}
