package io.dromos.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.journal.Chain;
import io.dromos.journal.Log;
import io.dromos.journal.LogRecord;
import io.dromos.journal.conformance.Facts;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Opens logs with tiny segments and reads them back.
final class Story {
    /// Segments of 12 KiB, and no marks unless asked for.
    static final Settings SMALL =
            Settings.standard(Set.of()).withSegmentBytes(12 << 10).withIdle(Duration.ofHours(1));

    private Story() {}

    static EmbeddedLog open(Disk disk) throws IOException {
        return open(disk, SMALL);
    }

    static EmbeddedLog open(Disk disk, Settings settings) throws IOException {
        return EmbeddedLog.open(disk, settings, InstantSource.system());
    }

    /// `id#number` of every record, checked to be one unbroken, proved chain and the same through
    /// every index.
    static List<String> read(Log log) {
        var chain = new Chain();
        var hash = Chain.GENESIS;
        long offset = 0;
        var records = Facts.all(log);
        for (var record : records) {
            assertThat(record.offset()).isEqualTo(++offset);
            assertThat(record.previousHash()).isEqualTo(hash);
            assertThat(record.hash()).isEqualTo(chain.hash(record));
            hash = record.hash();
        }
        assertThat(log.head().offset()).isEqualTo(offset);
        assertThat(log.head().position().hash()).isEqualTo(hash);
        for (var id : Set.copyOf(records.stream().map(LogRecord::persistenceId).toList())) {
            long hidden = log.hiddenTo(id);
            var own =
                    records.stream()
                            .filter(r -> r.persistenceId().equals(id) && r.sequenceNr() > hidden)
                            .toList();
            assertThat(Facts.all(log, id)).isEqualTo(own);
        }
        return records.stream().map(Story::name).toList();
    }

    static String name(LogRecord record) {
        return record.persistenceId() + "#" + record.sequenceNr();
    }
}
