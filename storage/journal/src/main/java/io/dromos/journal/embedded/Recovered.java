package io.dromos.journal.embedded;

import io.dromos.journal.Head;

/// What [Recovery] found.
///
/// @param segments all of them, the open one last
/// @param heads how far each aggregate and fence has come
/// @param open where to go on writing
/// @param head the durable end
/// @param inDoubt whether bytes that are not part of the log stand behind the end of the open
///   segment
/// @param spares knows the next number
/// @param report for people
record Recovered(
        Segments segments,
        Heads heads,
        OpenSegment open,
        Head head,
        boolean inDoubt,
        Spares spares,
        StartReport report) {}
