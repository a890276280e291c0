package io.dromos.journal;

import java.time.Instant;

/// The durable end of the log.
///
/// @param position the last durable record
/// @param lastCommitTime its commit time, [Instant#EPOCH] in an empty log
public record Head(Position position, Instant lastCommitTime) {
    /// The offset of the last durable record, 0 in an empty log.
    public long offset() {
        return position.offset();
    }
}
