package io.dromos.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Looks up the addresses of hosts, in a few threads of its own: the system's resolver may hang and
/// would hold up whatever else this process does in light threads.
final class HostNames implements AutoCloseable {

    /// How many look-ups are under way at a time.
    private static final int AT_A_TIME = 2;

    /// How many may wait.
    private static final int WAITING_MAX = 1_024;

    private final Function<String, Optional<String>> resolver;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    AT_A_TIME,
                    AT_A_TIME,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("host-names-", 0).factory());

    HostNames() {
        this(HostNames::resolve);
    }

    /// @param resolver gives an address in digits, if the host has one; may block
    HostNames(Function<String, Optional<String>> resolver) {
        this.resolver = resolver;
        threads.allowCoreThreadTimeOut(true);
    }

    /// The address of a host in digits; at once if it is given so.
    ///
    /// @param within is waited so long
    /// @return empty if it is not known, or not known in time
    Optional<String> address(String host, Duration within) throws InterruptedException {
        try {
            return Optional.of(InetAddress.ofLiteral(host).getHostAddress());
        } catch (IllegalArgumentException name) {
            return lookUp(host, within);
        }
    }

    private Optional<String> lookUp(String host, Duration within) throws InterruptedException {
        try {
            var found = threads.submit(() -> resolver.apply(host));
            try {
                return found.get(within.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                found.cancel(false);
            }
        } catch (TimeoutException | ExecutionException | RejectedExecutionException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> resolve(String host) {
        try {
            return Optional.of(InetAddress.getByName(host).getHostAddress());
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
