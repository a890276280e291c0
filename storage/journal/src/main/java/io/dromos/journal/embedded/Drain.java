package io.dromos.journal.embedded;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Entry;
import io.dromos.journal.Fence;
import io.dromos.journal.Head;
import io.dromos.journal.Limits;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Position;
import io.dromos.journal.Refusal;
import io.dromos.journal.intake.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One round of the writer: judges each request on what the log holds and what this round already
/// took, builds the frame, and keeps all answers back until it is known what became of it. Belongs
/// to the writer's thread; used once.
final class Drain {
    private static final Bytes NO_ORIGIN = Bytes.utf8("{}");

    private final Heads heads;
    private final Limits limits;
    private final Chain chain;
    private final Head before;
    private final Instant commitTime;
    private final List<Consumer<Optional<Refusal>>> answers = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<LogFact> facts = new ArrayList<>();
    private final Map<String, Long> lasts = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private int[] starts = new int[64];
    private int records;
    private Bytes lastHash;
    private ByteBuffer buffer;

    /// A list that is in the frame; its records start at `starts[firstRecord]` and the following.
    private record Accepted(AtomicList list, int firstRecord) {}

    /// @param buffer to build the frame in; replaced by a larger one if need be
    /// @param now the store's clock; commit times never go backwards even if it does
    Drain(Heads heads, Limits limits, Chain chain, Head before, Instant now, ByteBuffer buffer) {
        this.heads = heads;
        this.limits = limits;
        this.chain = chain;
        this.before = before;
        this.commitTime =
                now.isBefore(before.lastCommitTime())
                        ? before.lastCommitTime()
                        : now.truncatedTo(ChronoUnit.MICROS);
        this.lastHash = before.position().hash();
        this.buffer = buffer.clear().position(Frame.HEADER_BYTES);
    }

    void add(Request request) {
        switch (request) {
            case Request.Append append -> append(append);
            case Request.Highest(var id, var answer) ->
                    answers.add(_ -> answer.complete(heads.of(id).last()));
            case Request.Claim(var fence, var owner, var answer) -> {
                long epoch = epochs.getOrDefault(fence, heads.epoch(fence)) + 1;
                epochs.put(fence, epoch);
                record(new LogFact.FenceClaimed(fence, epoch, owner));
                answers.add(failure -> tell(answer, failure, () -> epoch));
            }
            case Request.Hide(var id, var to, var answer) -> {
                record(new LogFact.Hidden(id, Math.min(to, last(id))));
                answers.add(failure -> tell(answer, failure, () -> heads.of(id).hidden()));
            }
        }
    }

    private static void tell(
            CompletableFuture<Long> answer, Optional<Refusal> failure, LongSupplier value) {
        failure.ifPresentOrElse(
                why -> answer.completeExceptionally(new LogRefused(why)),
                () -> answer.complete(value.getAsLong()));
    }

    private void append(Request.Append request) {
        var outcomes = new ArrayList<Outcome>();
        for (AtomicList list : request.batch().lists()) {
            var refusal = judge(list);
            outcomes.add(refusal.isPresent() ? new Outcome.Refused(refusal.get()) : take(list));
        }
        var id = request.batch().id();
        answers.add(failure -> {
            failure.ifPresent(why -> outcomes.replaceAll(outcome -> failed(outcome, why)));
            request.answer().complete(new Appended(id, outcomes));
        });
    }

    private static Outcome failed(Outcome outcome, Refusal why) {
        return switch (outcome) {
            case Outcome.Stored _ -> new Outcome.Refused(why);
            case Outcome.Refused refused -> refused;
        };
    }

    private Optional<Refusal> judge(AtomicList list) {
        var tooBig = limits.tooBig(list);
        if (tooBig.isPresent()) {
            return Optional.of(tooBig.get());
        }
        long last = last(list.persistenceId());
        if (last != list.expectedLastSequenceNr()) {
            return Optional.of(
                    new Refusal.WrongSequence(
                            list.persistenceId(), list.expectedLastSequenceNr(), last));
        }
        for (Fence fence : list.fences()) {
            long current = epochs.getOrDefault(fence.name(), heads.epoch(fence.name()));
            if (fence.epoch() != current) {
                return Optional.of(new Refusal.StaleFence(fence, current));
            }
        }
        return Optional.empty();
    }

    private long last(String persistenceId) {
        return lasts.getOrDefault(persistenceId, heads.of(persistenceId).last());
    }

    private void record(LogFact fact) {
        long last = last(LogFact.PERSISTENCE_ID);
        var entry =
                Entry.of(
                        LogFact.PERSISTENCE_ID,
                        last + 1,
                        commitTime,
                        fact.eventName(),
                        fact.encode(),
                        NO_ORIGIN);
        take(new AtomicList(LogFact.PERSISTENCE_ID, last, List.of(), List.of(entry)));
        facts.add(fact);
    }

    private Outcome.Stored take(AtomicList list) {
        accepted.add(new Accepted(list, records));
        long firstOffset = nextOffset();
        var id = list.persistenceId().getBytes(StandardCharsets.UTF_8);
        list.entries().forEach(entry -> write(entry, id));
        lasts.put(list.persistenceId(), list.lastSequenceNr());
        return new Outcome.Stored(firstOffset, position());
    }

    private void write(Entry entry, byte[] id) {
        var name = entry.eventName().getBytes(StandardCharsets.UTF_8);
        reserve(RecordFormat.length(entry, id, name));
        lastHash = chain.hash(lastHash, nextOffset(), commitTime, entry.digest());
        if (records == starts.length) {
            starts = Arrays.copyOf(starts, records * 2);
        }
        starts[records] = buffer.position();
        long micros = Chain.micros(commitTime);
        RecordFormat.write(buffer, entry, id, name, nextOffset(), micros, lastHash);
        records++;
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(size).put(buffer.flip());
        }
    }

    private long nextOffset() {
        return before.offset() + records + 1;
    }

    private Position position() {
        return new Position(before.position().incarnation(), before.offset() + records, lastHash);
    }

    boolean hasRecords() {
        return records > 0;
    }

    /// Bytes of the frame so far.
    int bytes() {
        return buffer.position();
    }

    /// The buffer, to be used again by a later round.
    ByteBuffer buffer() {
        return buffer;
    }

    /// The finished frame; without records it is a mark.
    ByteBuffer frame() {
        int end = buffer.position();
        new Frame(end - Frame.HEADER_BYTES, records, before.offset() + 1, before.position().hash())
                .write(buffer, 0);
        return buffer.duplicate().flip();
    }

    /// The frame is durable at `position` of `segment`: makes it known to readers and to later
    /// rounds.
    Head stored(Segment segment, GrowingIndex index, long position) {
        segment.advance(position + bytes());
        index.addFrame(before.offset() + 1, position);
        for (Accepted in : accepted) {
            var list = in.list();
            var id = list.persistenceId();
            var places =
                    index.places(id, list.expectedLastSequenceNr() + 1, heads.of(id).segment());
            for (int i = 0; i < list.entries().size(); i++) {
                places.add((int) position + starts[in.firstRecord() + i]);
            }
            heads.wrote(id, list.lastSequenceNr(), segment.number());
        }
        facts.forEach(heads::apply);
        return new Head(position(), records == 0 ? before.lastCommitTime() : commitTime);
    }

    /// What to tell whom, given what went wrong with the frame, if anything.
    List<Runnable> answers(Optional<Refusal> failure) {
        return answers.stream().<Runnable>map(answer -> () -> answer.accept(failure)).toList();
    }
}
