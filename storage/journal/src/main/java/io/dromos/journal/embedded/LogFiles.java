package io.dromos.journal.embedded;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.Records;
import io.dromos.journal.audit.Extent;
import io.dromos.journal.audit.StoredLog;
import io.dromos.journal.disk.DirectoryDisk;
import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The segments of a log, read and nothing else. Unlike [EmbeddedLog#open] it takes no lock, cuts
/// no torn tail, and reads every byte of every segment.
public final class LogFiles implements StoredLog {
    private final Optional<String> user;
    private final List<SegmentHeader> chain;
    private final StoredRecords records;

    private LogFiles(Disk disk, Optional<String> user) throws IOException {
        this.user = user;
        var survey = Survey.untouched(disk);
        this.chain = survey.begun().isEmpty() ? List.of() : survey.chain(disk);
        this.records = new StoredRecords(disk, survey, chain);
    }

    /// The log in this directory.
    ///
    /// @throws IOException if there is none
    /// @throws LogDamaged if a segment is missing
    public static LogFiles open(Path directory) throws IOException {
        var disk = DirectoryDisk.existing(directory);
        return new LogFiles(disk, disk.user());
    }

    /// The same on any disk.
    static LogFiles open(Disk disk) throws IOException {
        return new LogFiles(disk, Optional.empty());
    }

    @Override
    public Records records() {
        return records;
    }

    @Override
    public Optional<String> user() {
        return user;
    }

    @Override
    public long unfinishedBytes() {
        return records.unfinishedBytes();
    }

    /// What the last one takes is known once it was read.
    @Override
    public List<Extent> extents() {
        var all = new ArrayList<Extent>();
        for (int i = 0; i < chain.size(); i++) {
            var header = chain.get(i);
            long end = i + 1 < chain.size() ? chain.get(i + 1).previousEnd() : records.lastEnd();
            all.add(new Extent(Segment.fileName(header.number()), header.firstOffset(), end));
        }
        return all;
    }

    @Override
    public void close() {
        records.close();
    }
}
