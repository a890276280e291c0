package io.dromos.journal.embedded;

import io.dromos.journal.Head;

/// What was found when the log was opened.
///
/// @param head its durable end
/// @param checkedBytes so much of it was read and checked
/// @param cutBytes a write that was under way when the process or machine stopped left so many
///   bytes, which nobody was told of; 0 if there was none
public record StartReport(Head head, long checkedBytes, long cutBytes) {
    /// For people and logs.
    public String sentence() {
        var found =
                "the log ends at offset %d, %d bytes of it were checked"
                        .formatted(head.offset(), checkedBytes);
        return cutBytes == 0
                ? found
                : found + "; an unfinished write of %d bytes behind it was cut".formatted(cutBytes);
    }
}
