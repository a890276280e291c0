package io.dromos.journal.audit;

import io.dromos.journal.Records;
import java.util.List;
import java.util.Optional;

/// A log as it lies in its store, for whoever must change nothing: no torn end is cut, nothing is
/// locked, nothing is made. Belongs to one thread.
public interface StoredLog extends AutoCloseable {
    /// All that is stored, in the order in which it stands. Ends where a write was not finished;
    /// while a server writes, where it had come to.
    ///
    /// @throws io.dromos.journal.LogDamaged from [Records#next] where something else stands than
    ///   any write leaves
    Records records();

    /// Who has the log open, if that can be told.
    Optional<String> user();

    /// Once all was read: the bytes of a write that was not finished and of which nobody was told.
    long unfinishedBytes();

    /// The parts of the store, in order.
    List<Extent> extents();

    /// Lets go of the store. Never fails.
    @Override
    void close();
}
