package io.dromos.simulation;

/// Hears what became of a request to a [Desk].
///
/// @param <R> replies
interface Answer<R> {

    /// It was decided; its facts are durable.
    ///
    /// @param sequenceNr of the aggregate's last fact
    void decided(R reply, long sequenceNr);

    /// It may or may not come about; absent if nobody cares.
    default void unknown() {}

    /// The right to write it was claimed by another.
    default void fenced(String why) {
        unknown();
    }
}
