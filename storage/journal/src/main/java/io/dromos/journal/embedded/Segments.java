package io.dromos.journal.embedded;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All segments in order; the last one is open. One thread adds, any thread reads.
final class Segments {
    private volatile Segment[] all;

    Segments(Segment[] all) {
        this.all = all.clone();
    }

    void add(Segment segment) {
        var more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = segment;
        all = more;
    }

    /// All there are at this moment, in order.
    List<Segment> all() {
        return List.of(all);
    }

    Segment last() {
        var now = all;
        return now[now.length - 1];
    }

    /// The segment that holds `offset` or, for the next one, will.
    Segment holding(long offset) {
        var now = all;
        int low = 0;
        int high = now.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (now[middle].header().firstOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return now[low];
    }

    @Nullable Segment numbered(int number) {
        var now = all;
        int index = indexOf(now, number);
        return index < 0 ? null : now[index];
    }

    @Nullable Segment after(Segment segment) {
        var now = all;
        int index = indexOf(now, segment.number()) + 1;
        return index < now.length ? now[index] : null;
    }

    @Nullable Segment before(Segment segment) {
        var now = all;
        int index = indexOf(now, segment.number()) - 1;
        return index >= 0 ? now[index] : null;
    }

    private static int indexOf(Segment[] segments, int number) {
        int low = 0;
        int high = segments.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (segments[middle].number() < number) {
                low = middle + 1;
            } else if (segments[middle].number() > number) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }
}
