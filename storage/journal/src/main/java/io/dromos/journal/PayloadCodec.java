package io.dromos.journal;

import java.util.List;

/// Turns what actors persist into what the log stores, and back. Names are for ever; upcasting is
/// the codec's business.
public interface PayloadCodec {
    /// The stored form of `persisted`. Must not fail for anything an actor hands to its journal:
    /// the store actor has encoded it before and refused the command otherwise.
    Encoded encode(Object persisted);

    /// What `encode` was given, from any version that was ever written.
    ///
    /// @throws RuntimeException naming the event if it cannot be read; the aggregate then does not
    ///   start
    Object decode(String eventName, Bytes payload, Bytes origin);

    /// @param eventName the stored name with version
    /// @param payload the fact as JSON
    /// @param origin who caused it, as JSON
    /// @param fences claims that the fact needs in order to be stored
    record Encoded(String eventName, Bytes payload, Bytes origin, List<Fence> fences) {
        /// Copies the fences.
        public Encoded {
            fences = List.copyOf(fences);
        }
    }
}
