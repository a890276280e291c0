package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.SmallFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The indexes of closed segments: a few in memory, all of them in files, any of them made again
/// from its segment when the file is missing or damaged.
final class Indexes {
    private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);
    private static final int CACHED_MAX = 16;

    private final Disk disk;
    private final Map<Integer, SealedIndex> cached =
            new LinkedHashMap<>(CACHED_MAX * 2, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, SealedIndex> eldest) {
                    return size() > CACHED_MAX;
                }
            };

    Indexes(Disk disk) {
        this.disk = disk;
    }

    /// The index of `segment`, open or closed.
    SegmentIndex of(Segment segment) throws IOException {
        var growing = segment.growing();
        if (growing != null) {
            return growing;
        }
        var found = cached(segment.number());
        return found != null ? found : load(segment);
    }

    /// Seals the index of a segment that has closed, takes it over and writes its file.
    void seal(Segment segment) throws IOException {
        var growing = segment.growing();
        if (growing != null) {
            var index = growing.seal(segment.number());
            add(segment.number(), index);
            segment.dropGrowing();
            save(segment.number(), index);
        }
    }

    /// Writes the index file of a closed segment if it is not there. Does without if that fails.
    void saveIfMissing(int segment, GrowingIndex index) {
        try {
            if (!disk.names().contains(Segment.indexName(segment))) {
                save(segment, index.seal(segment));
            }
        } catch (IOException e) {
            LOG.warn("no index was kept for segment {}: {}", segment, e.getMessage());
        }
    }

    private void save(int segment, SealedIndex index) throws IOException {
        SmallFiles.replace(disk, Segment.indexName(segment), index.bytes());
    }

    private void add(int segment, SealedIndex index) {
        synchronized (cached) {
            cached.put(segment, index);
        }
    }

    private @Nullable SealedIndex cached(int number) {
        synchronized (cached) {
            return cached.get(number);
        }
    }

    /// One thread loads, others that want the same segment wait for it.
    private SealedIndex load(Segment segment) throws IOException {
        synchronized (segment) {
            var found = cached(segment.number());
            if (found == null) {
                found = read(segment);
                add(segment.number(), found);
            }
            return found;
        }
    }

    private SealedIndex read(Segment segment) throws IOException {
        var kept = file(segment.number());
        return kept != null ? kept : rebuild(segment);
    }

    private @Nullable SealedIndex file(int segment) {
        try {
            return SealedIndex.read(SmallFiles.read(disk, Segment.indexName(segment)), segment);
        } catch (IOException e) {
            return null;
        }
    }

    /// Which segment held an aggregate's earlier records is not written in this one, so that must
    /// be searched for.
    private SealedIndex rebuild(Segment segment) throws IOException {
        var index = new GrowingIndex();
        try (var frames = FrameReader.closed(disk, segment)) {
            while (frames.next()) {
                index.addFrame(frames.frame().firstOffset(), frames.position());
                frames.forEach((buffer, at, position) -> {
                    long number = RecordFormat.sequenceNr(buffer, at);
                    int before = number == 1 ? 0 : SegmentIndex.SOMEWHERE_BEFORE;
                    index.places(RecordFormat.persistenceId(buffer, at), number, before)
                            .add((int) position);
                });
            }
        }
        saveIfMissing(segment.number(), index);
        return index.seal(segment.number());
    }
}
