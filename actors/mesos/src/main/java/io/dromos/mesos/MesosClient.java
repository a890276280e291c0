package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.events.FrameworkId;
import io.dromos.mesos.Subscription.End;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduler's connection to Mesos over the v1 HTTP API. It owns the subscription: finds the
/// leading master among those it knows, follows redirects, listens for heartbeats, and subscribes
/// again with backoff when the stream is lost. It never decides to push another scheduler out:
/// after `Errored` it is silent until told.
///
/// Events come one at a time, on threads of the client; the listener must not block, and may call
/// back.
public final class MesosClient implements SchedulerLink {

    private static final Logger LOG = LoggerFactory.getLogger(MesosClient.class);
    private static final int MAX_REDIRECTS = 5;

    private final Settings settings;
    private final FrameworkIdentity identity;
    private final Delivery delivery;
    private final RandomGenerator random;
    private final RetryDelay delay;

    // Guarded by the lock of `delivery`.
    private boolean wanted;
    private boolean closed;
    private long orders;
    private long starts;
    private Optional<FrameworkId> framework = Optional.empty();
    private @Nullable Subscription current;
    private int failures;

    // Of the subscribing thread alone.
    private int nextMaster;
    private int redirects;
    private Optional<Address> redirect = Optional.empty();

    private MesosClient(
            Settings settings,
            FrameworkIdentity identity,
            Consumer<SchedulerEvent> listener,
            RandomGenerator random) {
        this.settings = settings;
        this.identity = identity;
        this.delivery = new Delivery(listener);
        this.random = random;
        this.delay = new RetryDelay(settings.backoffInitial(), settings.backoffMax());
    }

    /// A client that waits for [#start].
    ///
    /// @param settings how to speak, and the bounds
    /// @param identity who we are
    /// @param listener hears every event; must not block
    public static MesosClient connect(
            Settings settings, FrameworkIdentity identity, Consumer<SchedulerEvent> listener) {
        return connect(settings, identity, listener, new SplittableRandom());
    }

    /// The same with the randomness of its waits given.
    ///
    /// @param random used by one thread at a time
    public static MesosClient connect(
            Settings settings,
            FrameworkIdentity identity,
            Consumer<SchedulerEvent> listener,
            RandomGenerator random) {
        var client = new MesosClient(settings, identity, listener, random);
        Thread.ofVirtual().name("mesos-subscription").start(client::run);
        return client;
    }

    @Override
    public void start(Optional<FrameworkId> id) {
        order(
                "Starting anew as told",
                () -> {
                    framework = id;
                    starts++;
                    wanted = true;
                });
    }

    @Override
    public void resubscribe() {
        order("Resubscribing as told", () -> wanted = true);
    }

    @Override
    public void stop() {
        order("Stopped as told", () -> wanted = false);
    }

    @Override
    public void close() {
        delivery.close();
        order("Closed", () -> closed = true);
    }

    @Override
    public void call(long number, SchedulerCall call) {
        try (var _ = delivery.hold()) {
            var line = Optional.ofNullable(current).flatMap(Subscription::calls);
            if (line.isPresent()) line.get().offer(number, call);
            else
                delivery.deliver(
                        new SchedulerEvent.Unanswered(number, "Not sent: no subscription stands"));
        }
    }

    private void order(String why, Runnable change) {
        try (var _ = delivery.hold()) {
            change.run();
            orders++;
            failures = 0;
            if (current != null) current.giveUp(why);
            delivery.changed().signalAll();
        }
    }

    private void run() {
        for (var next = begin(); next != null; next = begin()) {
            long began = System.nanoTime();
            var end = next.subscription().run();
            finish(next, end, System.nanoTime() - began >= settings.backoffMax().toNanos());
        }
    }

    private @Nullable Attempt begin() {
        try (var _ = delivery.hold()) {
            while (!wanted && !closed) delivery.changed().awaitUninterruptibly();
            if (closed) return null;
            var master = redirect.orElseGet(() -> settings.masters().get(nextMaster));
            var codec = SchedulerCodec.of(settings.wire(), identity, framework);
            current = new Subscription(settings, master, delivery, codec);
            return new Attempt(current, orders, starts);
        }
    }

    private void finish(Attempt attempt, End end, boolean lasted) {
        try (var _ = delivery.hold()) {
            current = null;
            if (starts == attempt.starts())
                attempt.subscription().framework().ifPresent(id -> framework = Optional.of(id));
            redirect = Optional.empty();
            if (lasted) failures = 0;
            switch (end) {
                case End.Redirected redirected when redirects < MAX_REDIRECTS -> {
                    redirects++;
                    redirect = Optional.of(redirected.to());
                }
                case End.Redirected redirected ->
                        lost(attempt, "Too many redirects, the last to " + redirected.to());
                case End.Refused refused -> refused(attempt, refused.why());
                case End.Ended ended -> lost(attempt, ended.why());
            }
        }
    }

    /// If other orders have come since, the refusal was of something no longer wanted.
    private void refused(Attempt attempt, String why) {
        LOG.warn("Mesos refuses the framework: {}", why);
        redirects = 0;
        if (orders == attempt.orders()) {
            wanted = false;
            delivery.deliver(new SchedulerEvent.Errored(why));
        } else delivery.deliver(new SchedulerEvent.Disconnected(why));
    }

    /// Waits only when every master has had its turn.
    private void lost(Attempt attempt, String why) {
        redirects = 0;
        var line = attempt.subscription().calls();
        if (line.isEmpty()) {
            nextMaster = (nextMaster + 1) % settings.masters().size();
            LOG.info("No subscription at {}: {}", attempt.subscription().master(), why);
            if (nextMaster != 0 && orders == attempt.orders()) return;
        } else LOG.warn("The subscription is lost: {}", why);
        if (line.isPresent() && line.get().isTornDown() && orders == attempt.orders())
            wanted = false;
        delivery.deliver(new SchedulerEvent.Disconnected(why));
        if (wanted) pause(attempt, delay.after(failures++, random));
    }

    private void pause(Attempt attempt, Duration wait) {
        long left = wait.toNanos();
        try {
            while (left > 0 && orders == attempt.orders())
                left = delivery.changed().awaitNanos(left);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// An attempt with the counts of orders and starts at its begin, to see if others came since.
    private record Attempt(Subscription subscription, long orders, long starts) {}
}
