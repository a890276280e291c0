package io.dromos.schema;

import io.dromos.events.Fenced;
import java.util.Optional;

/// A fact and its origin as they are stored.
///
/// The arrays belong to whoever asked for the encoding; nobody changes them afterwards.
///
/// @param name the stored name with version, such as `app.removed.v1`
/// @param payload the fact as JSON in UTF-8
/// @param origin its origin as JSON in UTF-8
/// @param fence the claim under which alone it may be stored, if it needs one
@SuppressWarnings("ArrayRecordComponent") // facts pass by the million; nobody compares encodings
public record Encoded(String name, byte[] payload, byte[] origin, Optional<Fenced> fence) {

    /// The bytes that count against the limits.
    public int contentBytes() {
        return payload.length + origin.length;
    }
}
