package io.dromos.simulation;

import io.dromos.journal.AtomicList;
import io.dromos.journal.Batch;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.LogRecord;
import io.dromos.journal.Outcome;
import io.dromos.journal.Records;
import io.dromos.journal.disk.MemoryDisk;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The log that all processes write to, on a disk that may lose, tear, fail and fill up, behind a
/// way that may be slow. Whoever waits for an answer when the log's machine fails waits in vain.
final class Ledger {

    private static final Settings SETTINGS =
            Settings.standard(EventNames.definitions()).withSegmentBytes(128 << 10);

    private final Course course;
    private final Truth truth;
    private MemoryDisk disk = new MemoryDisk();
    private EmbeddedLog log;
    private Records tail;
    private int generation;
    private boolean workDue;
    private long batches;

    /// The last place that was answered to anybody.
    private long answered;

    private Bytes answeredHash = Chain.GENESIS;

    /// What was read after failures, and what it came to.
    private final List<LogRecord> read = new ArrayList<>();

    private Truth again;

    /// How often the log is slow. In some runs it often is; the others stay as they were, for some
    /// are kept for what they found.
    private final double slow;

    Ledger(Course course, Truth truth) {
        this.course = course;
        this.truth = truth;
        this.again = truth.again();
        this.slow = course.seed() % 8 == 7 ? 0.03 : 0.003;
        this.log = open();
        this.tail = log.scan(1);
    }

    private EmbeddedLog open() {
        try {
            return EmbeddedLog.byHand(
                    course.has(Fault.SKIPPED_SYNC) ? new LyingDisk(disk) : disk,
                    SETTINGS,
                    course::wall);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Hands a list in; the outcome comes late, or not at all if the log's machine fails.
    void append(AtomicList list, Consumer<Outcome> answer) {
        var batch = new Batch(new UUID(0, batches++), List.of(list));
        ask(() -> {
            int mine = generation;
            course.seam().before();
            if (mine != generation) return;
            log.append(batch)
                    .thenAccept(appended -> {
                        var outcome = appended.outcomes().getFirst();
                        if (outcome instanceof Outcome.Stored stored)
                            answered(stored.last().offset(), stored.last().hash());
                        answer(() -> answer.accept(outcome));
                    });
            if (!course.seam().isSet()) return;
            work();
            course.seam().after();
        });
    }

    /// The last number of an aggregate, behind every list handed in before.
    void highest(String persistenceId, LongConsumer answer) {
        ask(() ->
                log.highestSequenceNr(persistenceId)
                        .thenAccept(number -> answer(() -> answer.accept(number))));
    }

    /// The next epoch of the scheduler's fence.
    void claim(String owner, LongConsumer answer) {
        ask(() ->
                log.claim("scheduler", owner)
                        .thenAccept(epoch -> answer(() -> answer.accept(epoch))));
    }

    Records scan(String persistenceId, long from) {
        return log.scan(persistenceId, from);
    }

    private void ask(Runnable request) {
        int mine = generation;
        course.after(
                travels(),
                () -> {
                    if (mine != generation) return;
                    request.run();
                    if (mine != generation || workDue) return;
                    workDue = true;
                    course.after(
                            course.mishap(slow) ? course.between(500, 9_000) : 1,
                            () -> {
                                if (mine == generation) work();
                            });
                });
    }

    private void answer(Runnable answer) {
        int mine = generation;
        course.after(
                travels(),
                () -> {
                    if (mine == generation) answer.run();
                });
    }

    private long travels() {
        return course.mishap(0.004) ? course.between(300, 8_000) : course.between(1, 3);
    }

    private void answered(long offset, Bytes hash) {
        if (offset <= answered) return;
        answered = offset;
        answeredHash = hash;
    }

    private void work() {
        workDue = false;
        log.work();
        follow();
    }

    private void follow() {
        for (var record = tail.next(); record != null; record = tail.next()) truth.take(record);
    }

    /// The next syncs or writes fail.
    void failDisk() {
        course.tell("the disk fails");
        if (course.chance(0.5)) disk.failSyncs(course.below(3) + 1);
        else disk.failWrites(course.below(2) + 1);
    }

    /// The disk is full for a while.
    void fillDisk() {
        course.tell("the disk is full");
        disk.limitBytes(disk.usedBytes());
        int mine = generation;
        course.after(
                course.between(500, 20_000),
                () -> {
                    if (mine == generation) disk.limitBytes(Long.MAX_VALUE);
                });
    }

    /// The log's machine loses power, or only its process dies; the log is there again at once.
    void fail(boolean power) {
        course.tell(power ? "the log loses power" : "the log's process dies");
        generation++;
        workDue = false;
        disk = power ? disk.powerCut(course.random()) : disk.kill();
        log = open();
        var head = log.head();
        course.tell("the log is back at %d".formatted(head.offset()));
        Broken.unless(
                head.offset() >= answered,
                "The log ends at offset %d after a crash, %d was answered",
                head.offset(),
                answered);
        verify();
        tail = log.scan(truth.offset() + 1);
        follow();
    }

    /// Nothing comes after this: all is read anew, and what was folded before is folded once more.
    void end(boolean power) {
        read.clear();
        again = truth.again();
        fail(power);
    }

    /// Everything is read again from the first record on. What was read before is the same, so that
    /// it need not be folded again, and what is new is folded by way of its stored form.
    private void verify() {
        long last = 0;
        try (var records = log.scan(1)) {
            for (var record = records.next(); record != null; record = records.next()) {
                boolean same = record.offset() != answered || record.hash().equals(answeredHash);
                if (record.offset() <= read.size())
                    same &= record.equals(read.get((int) record.offset() - 1));
                else {
                    again.take(record);
                    read.add(record);
                }
                Broken.unless(same, "Another record stands at offset %d", record.offset());
                if (record.offset() == truth.offset()) truth.compare(again);
                last = record.offset();
            }
        }
        Broken.unless(
                last >= truth.offset(),
                "The log ends at offset %d, it was read up to %d",
                last,
                truth.offset());
    }
}
