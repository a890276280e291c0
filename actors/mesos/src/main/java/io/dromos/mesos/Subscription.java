package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.events.FrameworkId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt to subscribe at one master, and if it succeeds the stream that follows.
final class Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(1);

    /// How it came to an end.
    sealed interface End {
        /// One sentence for people.
        String why();

        /// This master does not lead, that one does.
        record Redirected(Address to) implements End {
            @Override
            public String why() {
                return "Redirected to " + to;
            }
        }

        /// Mesos does not want us; asking again would not help.
        record Refused(String why) implements End {}

        /// The stream is over, or none came about.
        record Ended(String why) implements End {}
    }

    private final Settings settings;
    private final Address master;
    private final Delivery delivery;
    private final SchedulerCodec codec;
    private final HttpConnection http;
    private volatile @Nullable String givenUp;
    private volatile @Nullable CallLine calls;
    private volatile @Nullable FrameworkId framework;

    /// @param codec whose SUBSCRIBE opens the stream
    Subscription(Settings settings, Address master, Delivery delivery, SchedulerCodec codec) {
        this.settings = settings;
        this.master = master;
        this.delivery = delivery;
        this.codec = codec;
        this.http = new HttpConnection(master);
    }

    /// Where it subscribes.
    Address master() {
        return master;
    }

    /// The line for calls, once the subscription stands.
    Optional<CallLine> calls() {
        return Optional.ofNullable(calls);
    }

    /// The id Mesos gave or confirmed, once the subscription stands.
    Optional<FrameworkId> framework() {
        return Optional.ofNullable(framework);
    }

    /// Ends it from outside; [#run] returns soon.
    void giveUp(String why) {
        givenUp = why;
        http.close();
    }

    /// Subscribes and delivers events until the end. When it returns, every call of this
    /// subscription has had its answer.
    End run() {
        var end = attempt();
        http.close();
        var line = calls;
        if (line != null) line.end(end.why(), givenUp == null ? ANSWER_GRACE : Duration.ZERO);
        return end;
    }

    private End attempt() {
        try {
            http.connect(settings.connectTimeout());
            http.silence(settings.answerTimeout());
            http.post(settings, Optional.empty(), codec.subscribe());
            var head = http.readHead();
            return head.status() == OK ? follow(head) : turnedAway(head);
        } catch (IOException e) {
            var told = givenUp;
            return new End.Ended(told == null ? reason(e) : told);
        } catch (RuntimeException | Error e) {
            // Nobody hears a thread end; a stream that ends is heard, and subscribed to again.
            LOG.error("What {} tells cannot be dealt with", master, e);
            return new End.Ended(master + " tells what cannot be dealt with: " + e);
        }
    }

    private End turnedAway(HttpConnection.Head head) throws IOException {
        int status = head.status();
        if (status == TEMPORARY_REDIRECT) {
            var to = head.header("location").flatMap(Address::ofLocation);
            if (to.isPresent()) return new End.Redirected(to.get());
            return new End.Ended(master + " redirects, but not to an address");
        }
        var words =
                "%s answers %d: %s".formatted(master, status, http.text(head, MAX_ANSWER_BYTES));
        // A master that is starting up answers 404 until its routes stand, then 503 until it has
        // recovered.
        boolean passing =
                status >= FIRST_SERVER_ERROR
                        || status == NOT_FOUND
                        || status == REQUEST_TIMEOUT
                        || status == TOO_MANY_REQUESTS;
        return passing ? new End.Ended(words) : new End.Refused(words);
    }

    private End follow(HttpConnection.Head head) throws IOException {
        var streamId =
                head.header("mesos-stream-id")
                        .orElseThrow(() -> new IOException(master + " gives no Mesos-Stream-Id"));
        var records = new RecordReader(http.body(head), settings.maxRecordBytes());
        for (var record = records.next(); record.isPresent(); record = records.next()) {
            var event = codec.event(record.get(), master.toString());
            if (event.isEmpty()) continue;
            if (event.get() instanceof SchedulerEvent.Errored errored)
                return new End.Refused(errored.message());
            if (event.get() instanceof SchedulerEvent.Subscribed subscribed)
                stand(streamId, subscribed);
            else if (calls == null)
                throw new IOException(master + " speaks before it says SUBSCRIBED");
            else delivery.deliver(event.get());
        }
        return new End.Ended(master + " ended the stream");
    }

    private void stand(String streamId, SchedulerEvent.Subscribed subscribed) throws IOException {
        if (calls != null) throw new IOException(master + " says SUBSCRIBED twice");
        http.silence(silence(subscribed.heartbeat()));
        var line =
                new CallLine(
                        settings,
                        master,
                        streamId,
                        call -> codec.call(call, subscribed.framework()),
                        delivery,
                        this::giveUp);
        // In one hold, so that no call is answered before the subscription is told.
        try (var _ = delivery.hold()) {
            framework = subscribed.framework();
            calls = line;
            delivery.deliver(subscribed);
        }
        line.start();
    }

    private Duration silence(Duration heartbeat) {
        var interval = heartbeat.isPositive() ? heartbeat : USUAL_HEARTBEAT;
        return interval.multipliedBy(settings.missedHeartbeats());
    }

    private String reason(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ when calls != null ->
                    "Nothing heard from "
                            + master
                            + " for "
                            + settings.missedHeartbeats()
                            + " heartbeats";
            case SocketTimeoutException _ -> master + " does not answer in time";
            case UnknownHostException _ -> "No such host: " + master.host();
            default -> master + ": " + e.getMessage();
        };
    }
}
