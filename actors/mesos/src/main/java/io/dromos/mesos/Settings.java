package io.dromos.mesos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the client speaks to Mesos, with the bounds of all it holds.
///
/// @param masters where masters listen, at least one; any of them tells who leads
/// @param wire how messages are written
/// @param credential for HTTP basic authentication, if the master wants it
/// @param connectTimeout until a connection stands
/// @param answerTimeout until a SUBSCRIBE or a call is answered
/// @param idleTimeout a connection for calls that was idle for so long is not used again, lest the
///   master closes it just then
/// @param backoffInitial longest wait after the first failure; each further failure doubles it
/// @param backoffMax bound of the wait
/// @param missedHeartbeats after so many intervals of silence the stream counts as lost
/// @param maxRecordBytes the largest event that is read
/// @param maxQueuedCalls calls that wait to be sent
/// @param maxCallsInFlight calls that are sent and not yet answered
public record Settings(
        List<Address> masters,
        Wire wire,
        Optional<Credential> credential,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration idleTimeout,
        Duration backoffInitial,
        Duration backoffMax,
        int missedHeartbeats,
        int maxRecordBytes,
        int maxQueuedCalls,
        int maxCallsInFlight) {

    private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;
    private static final int MAX_QUEUED_CALLS = 50_000;
    private static final int MAX_CALLS_IN_FLIGHT = 512;
    private static final int MISSED_HEARTBEATS = 5;

    /// Copies what it is given.
    ///
    /// @throws IllegalArgumentException if there is no master or a bound is not positive
    public Settings {
        masters = List.copyOf(masters);
        if (masters.isEmpty()) throw new IllegalArgumentException("No master to subscribe to");
        if (missedHeartbeats < 1
                || maxRecordBytes < 1
                || maxQueuedCalls < 1
                || maxCallsInFlight < 1)
            throw new IllegalArgumentException("Bounds must be positive");
    }

    /// The defaults for these masters.
    ///
    /// @param masters each `host:port`
    /// @throws IllegalArgumentException if one is no address, or there is none
    public static Settings of(List<String> masters) {
        return new Settings(
                masters.stream().map(Address::parse).toList(),
                Wire.PROTOBUF,
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                MISSED_HEARTBEATS,
                MAX_RECORD_BYTES,
                MAX_QUEUED_CALLS,
                MAX_CALLS_IN_FLIGHT);
    }

    /// The same with another form of messages.
    public Settings withWire(Wire other) {
        return new Settings(
                masters,
                other,
                credential,
                connectTimeout,
                answerTimeout,
                idleTimeout,
                backoffInitial,
                backoffMax,
                missedHeartbeats,
                maxRecordBytes,
                maxQueuedCalls,
                maxCallsInFlight);
    }

    /// The same with a credential.
    public Settings withCredential(Credential other) {
        return new Settings(
                masters,
                wire,
                Optional.of(other),
                connectTimeout,
                answerTimeout,
                idleTimeout,
                backoffInitial,
                backoffMax,
                missedHeartbeats,
                maxRecordBytes,
                maxQueuedCalls,
                maxCallsInFlight);
    }

    /// The same with other waits between attempts to subscribe.
    public Settings withBackoff(Duration initial, Duration max) {
        return new Settings(
                masters,
                wire,
                credential,
                connectTimeout,
                answerTimeout,
                idleTimeout,
                initial,
                max,
                missedHeartbeats,
                maxRecordBytes,
                maxQueuedCalls,
                maxCallsInFlight);
    }
}
