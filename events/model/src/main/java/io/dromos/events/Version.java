package io.dromos.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// The version of a definition: the moment it was admitted, in whole milliseconds, as Marathon
/// prints it.
///
/// @param at milliseconds; finer parts are cut off
public record Version(Instant at) implements Comparable<Version> {

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// Cuts the moment to whole milliseconds.
    public Version {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Reads an ISO-8601 moment.
    ///
    /// @throws java.time.format.DateTimeParseException if it is none
    public static Version parse(String text) {
        return new Version(java.time.OffsetDateTime.parse(text).toInstant());
    }

    /// The first millisecond after this one.
    public Version next() {
        return new Version(at.plusMillis(1));
    }

    @Override
    public int compareTo(Version other) {
        return at.compareTo(other.at);
    }

    /// `2020-01-31T12:00:00.000Z`, always with three digits of milliseconds.
    @Override
    public String toString() {
        return TEXT.format(at);
    }
}
