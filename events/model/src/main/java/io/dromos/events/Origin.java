package io.dromos.events;

import java.util.Optional;

/// Who brought a fact about, from where, and why.
///
/// @param principal a user's name, or a part of the system such as `system:scheduler`
/// @param address where the request came from, if it came from outside
/// @param requestId names the request, if there was one
/// @param cause the change, task update or order behind it, as text for people and tools
/// @param reason what the user gave as a reason
public record Origin(
        String principal,
        Optional<String> address,
        Optional<String> requestId,
        Optional<String> cause,
        Optional<String> reason) {

    /// A deployment whose deadline passed, and that is to be undone for it.
    public static final Origin DEADLINE = system("deadline");

    /// A part of the system acting on its own.
    public static Origin system(String name) {
        return new Origin(
                "system:" + name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same origin with this cause.
    public Origin because(String what) {
        return new Origin(principal, address, requestId, Optional.of(what), reason);
    }

    /// The same origin with this reason, unless the user gave one.
    public Origin orFor(String why) {
        return new Origin(principal, address, requestId, cause, reason.or(() -> Optional.of(why)));
    }
}
