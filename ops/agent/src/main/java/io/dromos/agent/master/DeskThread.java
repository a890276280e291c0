package io.dromos.agent.master;

import io.dromos.agent.simulated.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets one thread at a time to the desk, and one of its own that tells it the time.
///
/// Callers do their jobs themselves: a call costs a master as little as its books take, and no
/// change of threads, of which a launch would take six.
final class DeskThread implements Shell, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeskThread.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration MAX_NAP = Duration.ofSeconds(1);

    /// Between two looks; more means that the process was stopped, or starved.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final Desk desk;
    private final InstantSource clock;
    private final Thread thread;
    private Instant nextAllocation;

    /// When the books want to be woken. They are asked from time to time only, since the answer
    /// costs a look at every agent.
    private Optional<Instant> deadline = Optional.empty();

    private Instant lastDue;
    private Instant nextLook;
    private Instant napUntil = Instant.MIN;

    /// @param fleet simulated agents, if there are to be any
    DeskThread(Settings settings, InstantSource clock, Optional<Fleet> fleet) {
        this.desk = new Desk(settings, clock);
        fleet.map(SimulatedLinks::new).ifPresent(desk::simulate);
        this.clock = clock;
        this.nextAllocation = settings.started().plus(Settings.ALLOCATION);
        this.lastDue = settings.started();
        this.nextLook = settings.started();
        this.thread = Thread.ofPlatform().name("master").daemon().start(this::run);
    }

    @Override
    public <T> T ask(Function<Desk, T> job) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            T answer = job.apply(desk);
            desk.simulatedDue();
            if (desk.nextSimulated().filter(napUntil::isAfter).isPresent()) {
                sooner.signal();
            }
            return answer;
        } catch (RuntimeException e) {
            throw new IllegalStateException("the books failed", e);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    due();
                    nap();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    LOG.error("A step of the master's books failed; it goes on with the next", e);
                }
            }
            desk.endAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets others to the desk, until something is due or a simulated agent has something to say.
    @SuppressWarnings("WaitNotInLoop") // the caller loops: to be woken for nothing does no harm
    private void nap() throws InterruptedException {
        Instant now = clock.instant();
        Instant latest = now.plus(MAX_NAP);
        napUntil =
                Stream.of(
                                deadline,
                                desk.nextSimulated(),
                                Optional.of(nextLook),
                                Optional.of(nextAllocation))
                        .flatMap(Optional::stream)
                        .filter(latest::isAfter)
                        .min(Instant::compareTo)
                        .map(at -> at.isBefore(now) ? now : at)
                        .orElse(latest);
        sooner.awaitNanos(Math.max(1, Duration.between(now, napUntil).toNanos()));
        napUntil = Instant.MIN;
    }

    /// Allocations that were missed are not made up for.
    private void due() {
        Instant now = clock.instant();
        Duration pause = Duration.between(lastDue, now);
        lastDue = now;
        if (pause.compareTo(PAUSE) > 0) {
            LOG.warn(
                    "The master stood still for {} ms, which is nobody's silence",
                    pause.toMillis());
            desk.step(new Input.Paused(pause));
        }
        desk.simulatedDue();
        if (!now.isBefore(nextAllocation)) {
            desk.step(new Input.Allocate());
            Instant following = nextAllocation.plus(Settings.ALLOCATION);
            nextAllocation = following.isAfter(now) ? following : now.plus(Settings.ALLOCATION);
        }
        if (!now.isBefore(nextLook)) {
            deadline = desk.books().nextDeadline();
            nextLook = now.plus(LOOK);
        }
        if (deadline.filter(at -> !now.isBefore(at)).isPresent()) {
            desk.step(new Input.Wake());
            deadline = Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
