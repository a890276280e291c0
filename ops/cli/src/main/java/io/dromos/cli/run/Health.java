package io.dromos.cli.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Asks parts how they are, as any client would.
public final class Health implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(15);
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_MAX)
                    .build();

    /// Asks nobody yet.
    public Health() {}

    /// Whether a part serves. Who demands a password serves, too.
    public boolean isServing(Part part) throws InterruptedException {
        var request = HttpRequest.newBuilder(part.health()).timeout(ANSWER_MAX).build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return status == 200 || status == UNAUTHORIZED;
        } catch (IOException _) {
            return false;
        }
    }

    /// Waits until a part serves, as long as it makes sense.
    ///
    /// @return whether it serves
    boolean await(Part part, Duration patience, BooleanSupplier sensible)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isServing(part)) {
            if (!sensible.getAsBoolean() || System.nanoTime() > deadline) return false;
            Thread.sleep(POLL);
        }
        return true;
    }

    /// Sends an order and waits until it is carried out.
    ///
    /// @throws IOException in words if it is not
    void order(URI target, Duration patience)
            throws IOException, InterruptedException, TimeoutException {
        var request =
                HttpRequest.newBuilder(target)
                        .timeout(patience)
                        .POST(BodyPublishers.noBody())
                        .build();
        try {
            var answer =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), 1 << 20));
            if (answer.statusCode() != 200) throw new IOException(answer.body().strip());
        } catch (java.net.http.HttpTimeoutException _) {
            throw new TimeoutException("no answer within " + patience.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
