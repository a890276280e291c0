package io.dromos.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The name servers this machine uses itself, as `/etc/resolv.conf` lists them; read again whenever
/// the file has changed, since a laptop moves between networks.
public final class HostResolvers implements Supplier<List<InetSocketAddress>> {

    private static final Path FILE = Path.of("/etc/resolv.conf");
    private static final int SERVERS_MAX = 3;
    private static final int PORT = 53;

    private final Path file;
    private Reading last = new Reading(FileTime.fromMillis(0), List.of());

    private record Reading(FileTime modified, List<InetSocketAddress> servers) {}

    public HostResolvers() {
        this(FILE);
    }

    HostResolvers(Path file) {
        this.file = file;
    }

    /// The servers in their order, at most three as in the C library; none when the file cannot be
    /// read.
    @Override
    public synchronized List<InetSocketAddress> get() {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (!modified.equals(last.modified())) {
                last = new Reading(modified, parse(Files.readAllLines(file)));
            }
            return last.servers();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The `nameserver` lines; those without a literal address are passed over.
    static List<InetSocketAddress> parse(List<String> lines) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length >= 2
                    && words[0].equals("nameserver")
                    && servers.size() < SERVERS_MAX) {
                try {
                    servers.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT));
                } catch (IllegalArgumentException e) {
                    // Not an address: the C library passes over such a line, too.
                }
            }
        }
        return List.copyOf(servers);
    }
}
