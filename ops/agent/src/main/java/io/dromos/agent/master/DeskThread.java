package io.dromos.agent.master;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the desk: it takes jobs from a bounded queue and tells the time.
/// Callers wait while the queue is full.
final class DeskThread implements Shell, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeskThread.class);
    private static final int MAX_JOBS = 10_000;
    private static final Duration MAX_NAP = Duration.ofSeconds(1);

    private final BlockingQueue<Runnable> jobs = new ArrayBlockingQueue<>(MAX_JOBS);
    private final Desk desk;
    private final InstantSource clock;
    private final Thread thread;
    private Instant nextAllocation;

    DeskThread(Settings settings, InstantSource clock) {
        this.desk = new Desk(settings, clock);
        this.clock = clock;
        this.nextAllocation = settings.started().plus(Settings.ALLOCATION);
        this.thread = Thread.ofPlatform().name("master").daemon().start(this::run);
    }

    @Override
    public <T> T ask(Function<Desk, T> job) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        jobs.put(() -> {
            try {
                answer.complete(job.apply(desk));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the books failed", e.getCause());
        }
    }

    @Override
    public void tell(Function<Desk, Boolean> job) {
        Thread.ofVirtual()
                .name("tell-master")
                .start(() -> {
                    try {
                        ask(job);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Runnable job = next();
                if (job != null) {
                    job.run();
                }
                due();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("A step of the master's books failed; it goes on with the next", e);
            }
        }
        desk.endAll();
    }

    private @Nullable Runnable next() throws InterruptedException {
        Runnable job = jobs.poll();
        if (job != null) {
            return job;
        }
        Optional<Instant> deadline = desk.books().nextDeadline();
        Instant wake = deadline.filter(nextAllocation::isAfter).orElse(nextAllocation);
        Duration nap = Duration.between(clock.instant(), wake);
        Duration bounded = nap.compareTo(MAX_NAP) > 0 ? MAX_NAP : nap;
        return jobs.poll(Math.max(0, bounded.toNanos()), TimeUnit.NANOSECONDS);
    }

    /// Allocations that were missed are not made up for.
    private void due() {
        Instant now = clock.instant();
        boolean allocation = !now.isBefore(nextAllocation);
        if (allocation) {
            desk.step(new Input.Allocate());
            Instant following = nextAllocation.plus(Settings.ALLOCATION);
            nextAllocation = following.isAfter(now) ? following : now.plus(Settings.ALLOCATION);
        }
        boolean idle = allocation || jobs.isEmpty();
        if (idle && desk.books().nextDeadline().filter(at -> !now.isBefore(at)).isPresent()) {
            desk.step(new Input.Wake());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
