package io.dromos.agent.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The time as the `Date` header names it, made once for each second.
final class HttpDate {
    private static volatile Stamp stamp = new Stamp(0, "");

    /// A second, and how headers name it.
    private record Stamp(long second, String text) {
        static Stamp of(Instant now) {
            return new Stamp(
                    now.getEpochSecond(),
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        }
    }

    private HttpDate() {}

    static String now() {
        Instant now = Instant.now();
        Stamp known = stamp;
        if (known.second() != now.getEpochSecond()) {
            known = Stamp.of(now);
            stamp = known;
        }
        return known.text();
    }
}
