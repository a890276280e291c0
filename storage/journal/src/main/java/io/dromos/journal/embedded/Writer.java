package io.dromos.journal.embedded;

import io.dromos.journal.Chain;
import io.dromos.journal.Head;
import io.dromos.journal.Refusal;
import io.dromos.journal.disk.DiskFull;
import io.dromos.journal.intake.Inbox;
import io.dromos.journal.intake.Request;
import io.dromos.journal.intake.Teller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: takes all that waits, puts it on the disk with one write and one
/// sync, and only then has it told.
///
/// After a failed write or sync the segment is *in doubt*: it gets no further byte, and the log
/// goes on in a new segment whose header says where the old one ends. A failed sync is never tried
/// again.
final class Writer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int BUFFER_KEPT_BYTES = 16 << 20;
    private static final Duration FOREVER = Duration.ofDays(1);

    private final String place;
    private final Settings settings;
    private final InstantSource clock;
    private final Inbox inbox;
    private final Teller teller;
    private final Spares spares;
    private final Segments segments;
    private final Heads heads;
    private final Consumer<Segment> onClosed;
    private final Chain chain = new Chain();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private volatile OpenSegment open;
    private volatile Head head;
    private boolean inDoubt;
    private boolean marked;
    private List<Request> inHand = List.of();

    Writer(
            String place,
            Settings settings,
            InstantSource clock,
            Inbox inbox,
            Teller teller,
            Spares spares,
            Consumer<Segment> onClosed,
            Recovered recovered) {
        this.place = place;
        this.settings = settings;
        this.clock = clock;
        this.inbox = inbox;
        this.teller = teller;
        this.spares = spares;
        this.segments = recovered.segments();
        this.heads = recovered.heads();
        this.onClosed = onClosed;
        this.open = recovered.open();
        this.head = recovered.head();
        this.inDoubt = recovered.inDoubt();
    }

    Head head() {
        return head;
    }

    /// How much of the open segment is used, from 0 to 1.
    double used() {
        return open.used();
    }

    @Override
    public void run() {
        try {
            while (!inbox.isClosed()) {
                round(marked ? FOREVER : settings.idle());
            }
            mark();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the writer of {} died of a defect", place, e);
            throw e;
        } finally {
            teller.refuseTheRest(inHand, head);
            open.file().close();
        }
    }

    /// Writes all that waits, or a mark if nothing came within `idle`.
    void round(Duration idle) throws InterruptedException {
        inHand = inbox.take(idle);
        if (inHand.isEmpty()) {
            mark();
        } else {
            write(inHand);
            inHand = List.of();
        }
    }

    private void write(List<Request> requests) {
        int done = 0;
        while (done < requests.size()) {
            var drain = new Drain(heads, settings.limits(), chain, head, clock.instant(), buffer);
            int first = done;
            while (done < requests.size() && drain.bytes() < settings.frameBytesMax()) {
                drain.add(requests.get(done++));
            }
            commit(drain, requests.subList(first, done));
        }
    }

    private void commit(Drain drain, List<Request> requests) {
        var failure = drain.hasRecords() ? store(drain) : Optional.<Refusal>empty();
        int lists = requests.stream().mapToInt(Request::lists).sum();
        long bytes = requests.stream().mapToLong(Request::bytes).sum();
        teller.tell(new Teller.News(drain.answers(failure), head, lists, bytes));
        buffer =
                drain.buffer().capacity() <= BUFFER_KEPT_BYTES
                        ? drain.buffer()
                        : ByteBuffer.allocate(BUFFER_BYTES);
    }

    private Optional<Refusal> store(Drain drain) {
        try {
            if (inDoubt || !open.hasRoomFor(drain.bytes())) {
                roll(drain.bytes());
            }
        } catch (IOException e) {
            return Optional.of(notStored(e));
        }
        return writeFrame(drain);
    }

    private Optional<Refusal> writeFrame(Drain drain) {
        var now = open;
        try {
            now.reserve(drain.bytes());
        } catch (DiskFull e) {
            return Optional.of(notStored(e));
        } catch (IOException e) {
            return Optional.of(afterFailure(e));
        }
        try {
            long position = now.segment().end();
            now.write(drain.frame());
            head = drain.stored(now.segment(), now.index(), position);
            marked = !drain.hasRecords();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(afterFailure(e));
        }
    }

    /// Only a durable header that leaves the doubtful bytes out makes certain that they are not in
    /// the log.
    private Refusal afterFailure(IOException failure) {
        inDoubt = true;
        LOG.error(
                "{} in {} failed; the log ends it at offset {} and goes on in a new segment",
                open.segment().fileName(),
                place,
                head.offset(),
                failure);
        try {
            roll(0);
            return notStored(failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return new Refusal.Unknown(failure.toString());
        }
    }

    private Refusal notStored(IOException e) {
        return e instanceof DiskFull
                ? new Refusal.Full(place)
                : new Refusal.NotStored(e.toString());
    }

    /// Goes on in a new segment with room for a frame of `frameBytes`.
    private void roll(int frameBytes) throws IOException {
        var old = open;
        var spare = spares.take((long) SegmentHeader.BYTES + frameBytes);
        var header =
                new SegmentHeader(
                        spare.number(),
                        head.position().incarnation(),
                        head.offset() + 1,
                        head.position().hash(),
                        Chain.micros(head.lastCommitTime()),
                        old.segment().number(),
                        old.segment().end());
        open = begin(header, spare);
        inDoubt = false;
        segments.add(open.segment());
        old.segment().close();
        old.file().close();
        onClosed.accept(old.segment());
    }

    private OpenSegment begin(SegmentHeader header, SegmentFile spare) throws IOException {
        try {
            return OpenSegment.begin(header, spare);
        } catch (IOException e) {
            spares.discard(spare);
            throw e;
        }
    }

    /// A frame without records, written when nothing else is to do: it proves that the frame before
    /// it was whole, so that damage to that one is never taken for a torn tail.
    private void mark() {
        if (!marked && !inDoubt && open.hasRoomFor(Frame.HEADER_BYTES)) {
            var drain = new Drain(heads, settings.limits(), chain, head, clock.instant(), buffer);
            writeFrame(drain);
        }
        marked = true;
    }
}
