package io.dromos.server;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Runs one node until it is told to end.
public final class Main {

    private Main() {}

    /// Prints one line when the node serves; exits with 1 and one sentence if it cannot start, with
    /// 2 for wrong flags.
    public static void main(String[] args) {
        var options = new ServerOptions();
        var line = new CommandLine(options);
        try {
            var parsed = line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(parsed)) return;
        } catch (ParameterException e) {
            exit(2, String.valueOf(e.getMessage()));
        }
        try {
            var server = Server.start(options);
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

    private static void exit(int code, String sentence) {
        System.err.println(sentence);
        System.exit(code);
    }
}
