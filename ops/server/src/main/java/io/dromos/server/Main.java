package io.dromos.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Runs one node until it is told to end.
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int BROKEN = 3;
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private Main() {}

    /// Prints one line when the node serves; exits with 1 and one sentence if it cannot start, with
    /// 2 for wrong flags, with 3 if a part of it died and it has to be started again.
    public static void main(String[] args) {
        var options = new ServerOptions();
        var line = new CommandLine(options);
        try {
            var parsed = line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(parsed)) return;
        } catch (ParameterException e) {
            exit(2, String.valueOf(e.getMessage()));
        }
        // Whoever waits for a thread that died would wait for ever, while the process looks alive.
        Thread.setDefaultUncaughtExceptionHandler((thread, why) -> {
            if (!thread.isVirtual())
                broken("The thread '%s' died of a defect".formatted(thread.getName()), why);
        });
        try {
            var server = Server.start(options);
            server.broken()
                    .exceptionally(why -> {
                        broken("A part of the server died", why);
                        return null;
                    });
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
            System.out.println("ready " + server.url() + dns(server));
            System.out.flush();
        } catch (StartRefused e) {
            exit(1, e.sentence());
        }
    }

    private static String dns(Server server) {
        return server.names().stream()
                .map(address ->
                        " dns=" + address.getAddress().getHostAddress() + ":" + address.getPort())
                .collect(Collectors.joining());
    }

    /// Ends the process, for whoever started it to start it again: all it knows is in the log.
    private static void broken(String what, Throwable why) {
        LOG.error("{}; this process ends and can be started again", what, why);
        // Not from this thread: the end waits for it.
        Thread.ofPlatform().name("end").start(() -> System.exit(BROKEN));
        // Closing may wait for the very part that died.
        Thread.ofPlatform().daemon().name("end-at-last").start(Main::endAtLast);
    }

    private static void endAtLast() {
        LockSupport.parkNanos(END_MAX.toNanos());
        Runtime.getRuntime().halt(BROKEN);
    }

    private static void exit(int code, String sentence) {
        System.err.println(sentence);
        System.exit(code);
    }
}
