package io.dromos.journal.embedded;

import org.jspecify.annotations.Nullable;

/// Where things are in one segment.
interface SegmentIndex {
    /// There may be records of the aggregate in an earlier segment, but it is not known in which.
    int SOMEWHERE_BEFORE = -1;

    /// The aggregate's records in this segment, or null if there are none.
    @Nullable Postings find(String persistenceId);

    /// The position of a frame that starts at or before `offset`, the nearest one known.
    long frameBefore(long offset);

    /// The places of one aggregate's records in one segment. Their sequence numbers follow each
    /// other without gaps, because the log takes no others.
    interface Postings {
        /// The sequence number of the first.
        long firstSequenceNr();

        /// The segment with the aggregate's records before these: 0 if there are none, or
        /// [#SOMEWHERE_BEFORE].
        int previousSegment();

        /// How many there are; may grow in the open segment.
        int count();

        /// Where the record with number `firstSequenceNr + index` stands.
        int position(int index);
    }
}
