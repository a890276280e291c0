package io.dromos.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the kernel knows of the connections on this machine.
final class Sockets {

    /// Established, half closed by the server, half closed by the client.
    private static final List<String> OPEN = List.of("01", "04", "05", "08");

    private Sockets() {}

    /// The clients' ports of the connections that the server on this port has open.
    static List<Integer> to(int port) {
        var ports = new ArrayList<Integer>();
        for (var table : List.of("tcp", "tcp6"))
            for (var line : lines(Path.of("/proc/net", table))) {
                var words = line.strip().split("\\s+");
                if (words[1].endsWith(":%04X".formatted(port)) && OPEN.contains(words[3]))
                    ports.add(Integer.parseInt(words[2].substring(words[2].indexOf(':') + 1), 16));
            }
        return ports;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException _) {
            return List.of();
        }
    }
}
