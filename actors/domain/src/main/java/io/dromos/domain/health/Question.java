package io.dromos.domain.health;

import java.time.Duration;

/// What a task is asked at its own address, and how long it has to answer.
public sealed interface Question {
    /// A longer body is cut.
    int BODY_BYTES_MAX = 10_000;

    /// The address in digits, or the name of the host if no address is known.
    String host();

    /// Which port of it.
    int port();

    /// From when it is really asked.
    Duration timeout();

    /// A GET.
    ///
    /// @param secure whether by HTTPS, with any certificate
    /// @param path begins with `/`
    /// @param body whether up to [#BODY_BYTES_MAX] of the answer's body are wanted
    record Get(String host, int port, boolean secure, String path, boolean body, Duration timeout)
            implements Question {}

    /// A connection.
    record Connect(String host, int port, Duration timeout) implements Question {}
}
