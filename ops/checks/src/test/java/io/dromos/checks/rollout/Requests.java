package io.dromos.checks.rollout;

import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// Clients that ask one after the other, each request on a connection of its own and never twice,
/// and count what they get.
final class Requests implements AutoCloseable {

    private static final String GET = "GET /version HTTP/1.0\r\nHost: web\r\n\r\n";

    private final int port;
    private final AtomicBoolean ends = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private Requests(int port) {
        this.port = port;
    }

    /// So many clients of what listens on this port.
    static Requests start(int port, int clients) {
        var requests = new Requests(port);
        for (int number = 0; number < clients; number++)
            requests.clients.add(
                    Thread.ofPlatform().name("client " + number).start(requests::askOn));
        return requests;
    }

    private void askOn() {
        while (!ends.get()) ask();
    }

    private void ask() {
        try {
            var answer = RawHttp.exchange(port, GET);
            var parts = answer.split("\r\n\r\n", 2);
            if (parts.length == 2 && parts[0].matches("(?s)HTTP/1\\.[01] 200 .*"))
                answers.computeIfAbsent(parts[1].strip(), _ -> new LongAdder()).increment();
            else failures.add("answered '%s'".formatted(answer));
        } catch (IOException e) {
            failures.add(String.valueOf(e));
        }
    }

    /// Every request that was not answered well.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// How many were answered by this version.
    long answeredBy(String version) {
        return answers.getOrDefault(version, new LongAdder()).sum();
    }

    /// How many were answered at all.
    long answered() {
        return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Lets each client finish what it asks.
    @Override
    public void close() {
        ends.set(true);
        await("the clients have ended")
                .atMost(Api.PATIENCE)
                .until(() -> clients.stream().noneMatch(Thread::isAlive));
    }
}
