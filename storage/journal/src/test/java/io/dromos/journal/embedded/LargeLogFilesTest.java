package io.dromos.journal.embedded;

import static io.dromos.journal.conformance.Facts.list;
import static io.dromos.journal.conformance.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.LogRecord;
import io.dromos.journal.audit.Walk;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A log of 20,000 records in several segments, with faults at places of chance.
class LargeLogFilesTest {
    private static final int LISTS = 400;
    private static final int EACH = 50;
    private static final int FLIPS = 60;
    private static final int FORGERIES = 60;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void faults_of_chance_are_named() throws IOException {
        List<LogRecord> written;
        try (var log = Story.open(disk, Story.SMALL.withSegmentBytes(1 << 20))) {
            for (int i = 0; i < LISTS; i++) {
                stored(log, list("app-" + i % 7, (long) EACH * (i / 7), EACH));
            }
            written = Facts.all(log);
        }
        assertThat(broken(disk)).isZero();
        for (int i = 0; i < FLIPS; i++) {
            flip(written.get(random.nextInt(written.size())));
        }
        for (int i = 0; i < FORGERIES; i++) {
            forge(written, random.nextInt(written.size() - 1));
        }
    }

    private static long broken(MemoryDisk of) throws IOException {
        try (var log = LogFiles.open(of)) {
            return Walk.fromTheBeginning(log.records())
                    .rest()
                    .broken()
                    .map(it -> it.offset())
                    .orElse(0L);
        }
    }

    /// The hash of a record is nowhere but at its end and in the header of the frame behind it.
    private void flip(LogRecord record) throws IOException {
        for (var name : disk.names()) {
            if (!name.endsWith(".log")) continue;
            var text = new String(disk.bytes(name), StandardCharsets.ISO_8859_1);
            var hash = new String(record.hash().array(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf(hash) + hash.length();
            if (end < hash.length() || end < SegmentHeader.BYTES) continue;
            int length = length(record);
            int at = end - 1 - random.nextInt(length);
            var flipped = disk.copy();
            flipped.flip(name, at, 1 << random.nextInt(8));
            assertThat(broken(flipped))
                    .as("seed %d, byte %d of %s", seed, at, name)
                    .isEqualTo(record.offset());
            return;
        }
        throw new AssertionError("record %d is nowhere, seed %d".formatted(record.offset(), seed));
    }

    private static int length(LogRecord record) {
        return RecordFormat.FIXED_BYTES
                + record.persistenceId().length()
                + record.eventName().length()
                + record.payload().size()
                + record.origin().size();
    }

    private void forge(List<LogRecord> written, int i) throws IOException {
        var forged = new ArrayList<>(written);
        int named = i + 1;
        int kind = random.nextInt(4);
        switch (kind) {
            case 0 -> forged.remove(i);
            case 1 -> {
                forged.add(i, written.get(i));
                named = i + 2;
            }
            case 2 -> forged.add(i, forged.remove(i + 1));
            default -> {
                var it = written.get(i);
                var bytes = ByteBuffer.wrap(it.payload().array().clone());
                int at = random.nextInt(bytes.limit());
                bytes.put(at, (byte) (bytes.get(at) ^ 1));
                var other = new String(bytes.array(), StandardCharsets.ISO_8859_1);
                forged.set(
                        i,
                        Forgery.changed(it, it.offset(), it.eventName(), it.committedAt(), other));
            }
        }
        var last = written.getLast();
        assertThat(broken(new Forgery(forged).disk(last.offset() + 1, last.hash())))
                .as("seed %d, kind %d at %d", seed, kind, i + 1)
                .isEqualTo(named);
    }
}
