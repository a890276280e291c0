package io.dromos.checks.rollout;

import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A real HAProxy with one pool, whose servers are exchanged while it runs. It tries nothing twice:
/// a request that meets a dead server fails.
final class HaProxy implements AutoCloseable {

    private static final int SLOTS = 80;

    private final int port;
    private final int control;
    private final Process process;

    /// The place of each server that is in the pool.
    private final Map<Server, Integer> slots = new TreeMap<>();

    /// A server of the pool.
    ///
    /// @param task tells it from an earlier one at the same port
    record Server(String task, String address, int port) implements Comparable<Server> {
        @Override
        public int compareTo(Server other) {
            return task.compareTo(other.task);
        }
    }

    private HaProxy(int port, int control, Process process) {
        this.port = port;
        this.control = control;
        this.process = process;
    }

    /// Whether it is installed here.
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/haproxy"));
    }

    /// Starts one without servers on these ports of the loopback.
    static HaProxy start(Path directory, int port, int control) throws IOException {
        var setting = directory.resolve("haproxy.cfg");
        Files.writeString(
                setting,
                """
                global
                    stats socket ipv4@127.0.0.1:%d level admin
                defaults
                    mode http
                    retries 0
                    option httpclose
                    timeout connect 10s
                    timeout client 60s
                    timeout server 60s
                frontend web
                    bind 127.0.0.1:%d
                    default_backend web
                backend web
                    balance roundrobin
                    server-template slot 1-%d 127.0.0.1:1 disabled
                """
                        .formatted(control, port, SLOTS));
        var log = directory.resolve("haproxy.log").toFile();
        var process =
                new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", setting.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        var haProxy = new HaProxy(port, control, process);
        await("HAProxy serves")
                .atMost(Api.PATIENCE)
                .failFast("HAProxy has ended, see " + log, () -> !process.isAlive())
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> haProxy.order("show info"), it -> it.contains("Name: HAProxy"));
        return haProxy;
    }

    int port() {
        return port;
    }

    /// Sends new requests to these servers and no others from now on; those that come are there
    /// before those that go have gone.
    synchronized void serve(Collection<Server> servers) {
        var orders = new ArrayList<String>();
        for (var server : servers)
            if (!slots.containsKey(server)) {
                int slot = freeSlot();
                slots.put(server, slot);
                orders.add(
                        "set server web/slot%d addr %s port %d"
                                .formatted(slot, server.address(), server.port()));
                orders.add("set server web/slot%d state ready".formatted(slot));
            }
        var gone = new HashSet<>(slots.keySet());
        gone.removeAll(servers);
        for (var server : gone)
            orders.add("set server web/slot%d state maint".formatted(slots.remove(server)));
        if (!orders.isEmpty()) order(String.join(";", orders));
    }

    private int freeSlot() {
        return IntStream.rangeClosed(1, SLOTS)
                .filter(slot -> !slots.containsValue(slot))
                .findFirst()
                .orElseThrow();
    }

    /// How many servers it sends requests to, by its own word.
    long ready() {
        List<String> lines = order("show servers state web").lines().toList();
        // The sixth word is the state that it found, the first bit of the seventh an order to rest.
        return lines.stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 6 && words[5].equals("2"))
                .filter(words -> (Integer.parseInt(words[6]) & 1) == 0)
                .count();
    }

    /// Its version, by its own word.
    String version() {
        return order("show version").strip();
    }

    private String order(String words) {
        try {
            return RawHttp.exchange(control, words + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await("HAProxy has ended").atMost(Api.PATIENCE).until(() -> !process.isAlive());
    }
}
