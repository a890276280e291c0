package io.dromos.journal.embedded;

import io.dromos.journal.embedded.SegmentIndex.Postings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The index of a closed segment, in the very bytes of the file beside it. The file holds nothing
/// that the segment does not: missing or damaged, it is made again.
///
/// ```
///  0  long  magic, with the version of the format
///  8  int   number of the segment
/// 12  int   frames noted
/// 16  int   aggregates
/// 20  int   bytes of all keys
/// 24  frames noted: long offset, int position
///     aggregates by key: int key start, int key length, long first sequence number, int count, int first place,
///                        int previous segment
///     keys: persistence ids in UTF-8
///     places: int position
///     int   CRC32C of everything before
/// ```
final class SealedIndex implements SegmentIndex {
    private static final long MAGIC = 0xFF44524F4D4F4931L;
    private static final int HEAD_BYTES = 24;
    private static final int FRAME_BYTES = 12;
    private static final int AGGREGATE_BYTES = 28;

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final int frames;
    private final int aggregates;
    private final int aggregatesAt;
    private final int keysAt;
    private final int placesAt;

    private SealedIndex(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
        this.frames = buffer.getInt(12);
        this.aggregates = buffer.getInt(16);
        this.aggregatesAt = HEAD_BYTES + frames * FRAME_BYTES;
        this.keysAt = aggregatesAt + aggregates * AGGREGATE_BYTES;
        this.placesAt = keysAt + buffer.getInt(20);
    }

    /// The index in `bytes`, or null if they are not the undamaged index of that segment.
    static @Nullable SealedIndex read(byte[] bytes, int segment) {
        var buffer = ByteBuffer.wrap(bytes);
        int body = bytes.length - Integer.BYTES;
        boolean whole =
                body >= HEAD_BYTES
                        && buffer.getLong(0) == MAGIC
                        && buffer.getInt(8) == segment
                        && buffer.getInt(body) == Checksum.of(bytes, 0, body);
        return whole ? new SealedIndex(bytes) : null;
    }

    static SealedIndex of(
            int segment,
            long[] frameOffsets,
            int[] framePositions,
            SortedMap<byte[], ? extends Postings> aggregates) {
        int keyBytes = 0;
        int places = 0;
        for (var entry : aggregates.entrySet()) {
            keyBytes += entry.getKey().length;
            places += entry.getValue().count();
        }
        int body =
                HEAD_BYTES
                        + frameOffsets.length * FRAME_BYTES
                        + aggregates.size() * AGGREGATE_BYTES
                        + keyBytes
                        + places * Integer.BYTES;
        var bytes = new byte[body + Integer.BYTES];
        var buffer = ByteBuffer.wrap(bytes);
        buffer.putLong(MAGIC).putInt(segment);
        buffer.putInt(frameOffsets.length).putInt(aggregates.size()).putInt(keyBytes);
        for (int i = 0; i < frameOffsets.length; i++) {
            buffer.putLong(frameOffsets[i]).putInt(framePositions[i]);
        }
        putAggregates(buffer, aggregates);
        buffer.putInt(Checksum.of(buffer, 0, body));
        return new SealedIndex(bytes);
    }

    private static void putAggregates(
            ByteBuffer buffer, SortedMap<byte[], ? extends Postings> aggregates) {
        int key = 0;
        int place = 0;
        for (var entry : aggregates.entrySet()) {
            var postings = entry.getValue();
            buffer.putInt(key).putInt(entry.getKey().length);
            buffer.putLong(postings.firstSequenceNr()).putInt(postings.count()).putInt(place);
            buffer.putInt(postings.previousSegment());
            key += entry.getKey().length;
            place += postings.count();
        }
        aggregates.keySet().forEach(buffer::put);
        for (var postings : aggregates.values()) {
            for (int i = 0; i < postings.count(); i++) {
                buffer.putInt(postings.position(i));
            }
        }
    }

    static byte[] key(String persistenceId) {
        return persistenceId.getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes to keep in the file.
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public @Nullable Postings find(String persistenceId) {
        var key = key(persistenceId);
        int low = 0;
        int high = aggregates - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, key);
            if (order == 0) {
                return new Found(aggregatesAt + middle * AGGREGATE_BYTES);
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private int compare(int aggregate, byte[] key) {
        int at = aggregatesAt + aggregate * AGGREGATE_BYTES;
        int start = keysAt + buffer.getInt(at);
        int end = start + buffer.getInt(at + 4);
        return Arrays.compareUnsigned(bytes, start, end, key, 0, key.length);
    }

    @Override
    public long frameBefore(long offset) {
        int low = 0;
        int high = frames - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (buffer.getLong(HEAD_BYTES + middle * FRAME_BYTES) <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0
                ? SegmentHeader.BYTES
                : buffer.getInt(HEAD_BYTES + high * FRAME_BYTES + Long.BYTES);
    }

    private final class Found implements Postings {
        private final int at;

        private Found(int at) {
            this.at = at;
        }

        @Override
        public long firstSequenceNr() {
            return buffer.getLong(at + 8);
        }

        @Override
        public int count() {
            return buffer.getInt(at + 16);
        }

        @Override
        public int position(int index) {
            return buffer.getInt(placesAt + (buffer.getInt(at + 20) + index) * Integer.BYTES);
        }

        @Override
        public int previousSegment() {
            return buffer.getInt(at + 24);
        }
    }
}
