package io.dromos.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Starts parts side by side, starts those again that die, and gives up when one dies too often.
///
/// A part that ends before it has served once is not started again: what keeps it from starting
/// would keep it the next time.
public final class Supervision {

    /// How long a part may take until it serves.
    static final Duration START_MAX = Duration.ofSeconds(60);

    private final List<Part> parts;
    private final Listener listener;
    private final Health health;
    private final long began = System.nanoTime();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final List<CompletableFuture<Void>> served = new ArrayList<>();
    private final List<Thread> watchers = new ArrayList<>();
    private volatile boolean stopping;

    private Supervision(List<Part> parts, Health health, Listener listener) {
        this.parts = List.copyOf(parts);
        this.health = health;
        this.listener = listener;
    }

    /// Hears what happens to parts; called from several threads, for one part in order.
    public interface Listener {

        /// A process was started.
        void started(Part part, ProcessMark process);

        /// A part serves, so long after its process was started.
        void serves(Part part, Duration after);

        /// A part died and is started again after a pause.
        void died(Part part, String how, Duration pause);
    }

    /// Starts all parts and returns at once.
    public static Supervision start(List<Part> parts, Health health, Listener listener) {
        var supervision = new Supervision(parts, health, listener);
        for (var part : supervision.parts) supervision.watch(part);
        return supervision;
    }

    private void watch(Part part) {
        var first = new CompletableFuture<Void>();
        served.add(first);
        watchers.add(
                Thread.ofVirtual()
                        .name(part.name())
                        .start(() -> {
                            try {
                                keep(part, first);
                            } catch (InterruptedException _) {
                                first.cancel(false);
                            } catch (IOException | RuntimeException e) {
                                end.complete(
                                        "%s cannot be started: %s"
                                                .formatted(part.name(), e.getMessage()));
                            }
                        }));
    }

    private void keep(Part part, CompletableFuture<Void> first)
            throws IOException, InterruptedException {
        var restarts = Restarts.NONE;
        while (!stopping) {
            var process = Launcher.start(part);
            ProcessMark.of(process.pid()).ifPresent(mark -> listener.started(part, mark));
            var asking = Thread.ofVirtual().start(() -> awaitService(part, process, first));
            int code = process.waitFor();
            asking.interrupt();
            if (stopping) return;
            if (!first.isDone()) {
                end.complete(stillborn(part, code));
                return;
            }
            restarts = restarts.died(elapsed());
            if (!again(part, code, restarts)) return;
        }
    }

    private void awaitService(Part part, Process process, CompletableFuture<Void> first) {
        long started = System.nanoTime();
        try {
            if (health.await(part, START_MAX, process::isAlive)) {
                listener.serves(part, Duration.ofNanos(System.nanoTime() - started));
                first.complete(null);
            } else if (process.isAlive()) {
                end.complete(
                        "%s has not served within %d s: read %s"
                                .formatted(part.name(), START_MAX.toSeconds(), part.log()));
            }
        } catch (InterruptedException _) {
            // Its process has ended, and that is dealt with.
            return;
        }
    }

    private boolean again(Part part, int code, Restarts restarts) throws InterruptedException {
        var pause = restarts.pause();
        if (pause.isEmpty()) {
            end.complete(
                    "%s died more than %d times in a minute, the last time of %s: read %s"
                            .formatted(part.name(), Restarts.DEATHS_MAX, how(code), part.log()));
            return false;
        }
        listener.died(part, how(code), pause.get());
        Thread.sleep(pause.get());
        return true;
    }

    private static String stillborn(Part part, int code) {
        var said = Launcher.lastLine(part.log());
        return said.isEmpty()
                ? "%s ended at its start with code %d".formatted(part.name(), code)
                : said;
    }

    private static String how(int code) {
        return code > 128 ? "signal " + (code - 128) : "code " + code;
    }

    /// Waits until all parts have served.
    ///
    /// @return empty, or the sentence that says why they do not
    public Optional<String> awaitService() throws InterruptedException {
        var all = CompletableFuture.allOf(served.toArray(CompletableFuture<?>[]::new));
        try {
            CompletableFuture.anyOf(all, end).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Neither fails", e);
        }
        return end.isDone() ? Optional.of(end.join()) : Optional.empty();
    }

    /// Waits until it gives up.
    ///
    /// @return the sentence that says why
    public String awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("It does not fail", e);
        }
    }

    /// Stops starting parts again; their processes go on.
    public void release() throws InterruptedException {
        stopping = true;
        watchers.forEach(Thread::interrupt);
        for (var watcher : watchers) watcher.join();
    }

    /// Time since the beginning.
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
