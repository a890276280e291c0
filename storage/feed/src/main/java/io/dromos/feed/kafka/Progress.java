package io.dromos.feed.kafka;

/// How the publisher is getting on.
///
/// @param phase what it does
/// @param sentence the same for people, with the reason if it waits or has stopped
/// @param offset everything up to here is published; 0 if nothing is, or it is not known yet
/// @param lag how many facts of the log are behind that
public record Progress(Phase phase, String sentence, long offset, long lag) {

    /// What a publisher does.
    public enum Phase {
        /// It connects, and asks the broker how far it is.
        CONNECTING,
        /// It publishes what is there, and what comes.
        PUBLISHING,
        /// The broker does not take what is published; it is tried again.
        WAITING,
        /// It publishes no more, until the server is started anew.
        STOPPED
    }
}
