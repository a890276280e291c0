package io.dromos.agent.http;

import java.time.Duration;

/// The bounds of one [Server]. What exceeds them is refused, never buffered.
///
/// @param headerBytes largest request line plus headers, in bytes; more is answered 431
/// @param bodyBytes largest request body, counted after decoding gzip, in bytes; more is answered
///   413
/// @param connections open connections at one time; one more is closed at once
/// @param idle how long a kept-alive connection may wait for its next request
/// @param exchange how long reading one request, or writing one block of a response, may take
public record Limits(
        int headerBytes, int bodyBytes, int connections, Duration idle, Duration exchange) {

    /// 16 KiB of headers, 8 MiB of body, 1,024 connections, 75 s idle, 30 s per block.
    public static final Limits DEFAULT =
            new Limits(16 << 10, 8 << 20, 1_024, Duration.ofSeconds(75), Duration.ofSeconds(30));
}
