package io.dromos.discovery;

import java.time.Duration;

/// Closing where a failure to close has no consequence.
final class Closing {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Closing() {}

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // A socket that cannot be closed is gone already.
        }
    }

    /// Closes a socket and waits for the thread that blocks on it: the system frees the port only
    /// when that thread has let go.
    static void andWait(AutoCloseable socket, Thread blocked) {
        quietly(socket);
        try {
            blocked.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
