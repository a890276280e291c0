package io.dromos.journal.audit;

import io.dromos.journal.Bytes;
import java.util.Optional;

/// Records that were verified one after the other.
///
/// @param after the offset before the first of them
/// @param before the hash of that record
/// @param to the offset of the last that is as it was written; `after` if there is none
/// @param hash of that record
/// @param broken what stands behind it, if that is not what was written
/// @param ended whether nothing more is stored
public record Stretch(
        long after, Bytes before, long to, Bytes hash, Optional<Broken> broken, boolean ended) {}
