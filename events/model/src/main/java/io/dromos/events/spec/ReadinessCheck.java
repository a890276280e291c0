package io.dromos.events.spec;

import java.time.Duration;
import java.util.List;

/// How the server asks a new instance whether a deployment may count on it.
///
/// @param name for people
/// @param secure whether by HTTPS, with any certificate, or by HTTP
/// @param path of the GET
/// @param portName of the port that is asked
/// @param interval from the end of one attempt to the next
/// @param timeout of one attempt
/// @param readyCodes statuses that mean ready, at least one
/// @param preserveLastResponse whether the last answer is shown
public record ReadinessCheck(
        String name,
        boolean secure,
        String path,
        String portName,
        Duration interval,
        Duration timeout,
        List<Integer> readyCodes,
        boolean preserveLastResponse) {

    /// Marathon's defaults.
    public static final ReadinessCheck DEFAULT =
            new ReadinessCheck(
                    "readinessCheck",
                    false,
                    "/",
                    "http-api",
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    List.of(200),
                    false);

    /// Copies what it is given.
    public ReadinessCheck {
        readyCodes = List.copyOf(readyCodes);
    }
}
