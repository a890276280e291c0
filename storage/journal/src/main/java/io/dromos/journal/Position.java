package io.dromos.journal;

import java.util.UUID;

/// A place in the log that can be proved: whoever remembers how far he has read remembers all
/// three.
///
/// @param incarnation names one unbroken history
/// @param offset the last record read; 0 before the first
/// @param hash the hash of that record, [Chain#GENESIS] at 0
public record Position(UUID incarnation, long offset, Bytes hash) {
    /// The place before the first record of `incarnation`.
    public static Position start(UUID incarnation) {
        return new Position(incarnation, 0, Chain.GENESIS);
    }

    @Override
    public String toString() {
        return offset + "@" + incarnation;
    }
}
