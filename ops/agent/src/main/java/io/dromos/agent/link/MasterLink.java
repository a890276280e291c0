package io.dromos.agent.link;

import io.dromos.agent.http.RecordIo;
import io.dromos.agent.link.MesosJson.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.AgentID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's end of the link: keeps it open, with backoff, and carries reports.
///
/// All orders of one link arrive on one thread, in order, beginning with [Order.Registered].
public final class MasterLink implements AutoCloseable {

    /// Who gets the orders.
    @FunctionalInterface
    public interface Orders {
        /// Called for each order; never in parallel. May block: the master's queue is bounded, and
        /// an agent that does not read is cut off.
        void take(Order order);
    }

    private static final Logger LOG = LoggerFactory.getLogger(MasterLink.class);
    private static final int MAX_ORDER_BYTES = 8 << 20;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final double DEFAULT_SILENCE_SECONDS = 75;

    private final URI master;
    private final Supplier<Hello> hello;
    private final Orders orders;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final ScheduledThreadPoolExecutor silence =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("link-silence").factory());
    private final Thread thread;
    private volatile double silenceSeconds = DEFAULT_SILENCE_SECONDS;

    private MasterLink(URI master, Supplier<Hello> hello, Orders orders) {
        this.master = master;
        this.hello = hello;
        this.orders = orders;
        this.silence.setRemoveOnCancelPolicy(true);
        this.thread = Thread.ofVirtual().name("master-link").unstarted(this::run);
    }

    /// Opens a link and keeps it open until [#close()].
    ///
    /// @param master for example `http://127.0.0.1:5050`
    /// @param hello asked anew for every link, so that it tells the tasks of that moment
    public static MasterLink open(URI master, Supplier<Hello> hello, Orders orders) {
        MasterLink link = new MasterLink(master, hello, orders);
        link.thread.start();
        return link;
    }

    /// Sends one report; true when the master has taken it in. False means: keep it and try again
    /// (a status update has its own retry interval, and the next [Hello] carries it anyway).
    public boolean report(Report report) throws InterruptedException {
        HttpRequest request =
                post("/api/v1/agent-link/update", LinkJson.write(report)).timeout(ANSWER).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 202) {
                LOG.debug("The master refused a report: {}", response.body());
            }
            return response.statusCode() == 202;
        } catch (IOException e) {
            LOG.debug("A report did not reach the master: {}", e.toString());
            return false;
        }
    }

    /// Drops the link and stops trying.
    @Override
    public void close() {
        thread.interrupt();
        silence.shutdownNow();
        client.shutdownNow();
    }

    private void run() {
        Duration backoff = FIRST_BACKOFF;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean registered = follow();
                backoff = registered ? FIRST_BACKOFF : min(backoff.multipliedBy(2), MAX_BACKOFF);
                Thread.sleep(backoff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Follows one link to its end; true when it brought at least one order.
    private boolean follow() throws InterruptedException {
        HttpRequest request = post("/api/v1/agent-link", LinkJson.write(hello.get())).build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    String text = new String(body.readNBytes(1_000), StandardCharsets.UTF_8);
                    LOG.warn("The master {} refused this agent: {}", master, text);
                    return false;
                }
                return take(body);
            }
        } catch (IOException e) {
            LOG.debug("The link to {} ended: {}", master, e.toString());
            return false;
        }
    }

    private boolean take(InputStream body) throws IOException {
        boolean any = false;
        try {
            Optional<byte[]> record = read(body);
            AgentID id = AgentID.newBuilder().setValue("").build();
            while (record.isPresent()) {
                Order order = LinkJson.order(record.get());
                any = true;
                if (order instanceof Order.Registered registered) {
                    silenceSeconds = registered.silenceSeconds();
                    id = registered.agentId();
                }
                if (order instanceof Order.Ping) {
                    answer(id);
                }
                orders.take(order);
                record = read(body);
            }
        } catch (Malformed e) {
            LOG.error("The master {} sent an order nobody understands: {}", master, e.sentence());
        } catch (IOException e) {
            LOG.debug("The link to {} broke: {}", master, e.toString());
        }
        return any;
    }

    /// One record; a silence that lasts too long closes the link.
    private Optional<byte[]> read(InputStream body) throws IOException {
        ScheduledFuture<?> alarm = alarm(body);
        try {
            return RecordIo.read(body, MAX_ORDER_BYTES);
        } finally {
            alarm.cancel(false);
        }
    }

    private ScheduledFuture<?> alarm(InputStream body) throws IOException {
        long milliseconds = (long) (silenceSeconds * 1_000);
        try {
            return silence.schedule(() -> closeQuietly(body), milliseconds, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the link was closed on this side", e);
        }
    }

    /// On a thread of its own: the answer must not wait for the orders, nor they for it.
    private void answer(AgentID id) {
        Thread.ofVirtual()
                .name("link-alive")
                .start(() -> {
                    try {
                        report(new Report.Alive(id));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return HttpRequest.newBuilder(master.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("Closing a silent link failed: {}", e.toString());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
