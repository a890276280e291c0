package io.dromos.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.events.spec.ProgressDeadline;
import java.time.Duration;
import java.util.Optional;

/// Reads what is asked of a deployment on its way.
public final class SteeringReader {

    /// The longest reason that may be given, in characters.
    public static final int REASON_MAX = 1_000;

    private SteeringReader() {}

    /// The reason in `{"reason":…}`, which may be left out.
    public static Read<Optional<String>> reason(JsonNode document) {
        var shape = Shape.of(document);
        var reason = shape.text("reason", 0, REASON_MAX).filter(text -> !text.isBlank());
        return shape.violations().isEmpty()
                ? new Read.Good<>(reason)
                : new Read.Misshapen<>(shape.violations());
    }

    /// The deadline in `{"seconds":…,"rollback":…}`; without `rollback` it only tells.
    public static Read<ProgressDeadline> deadline(JsonNode document) {
        var shape = Shape.of(document);
        var seconds =
                shape.whole(
                        "seconds",
                        (int) ProgressDeadline.MIN.toSeconds(),
                        (int) ProgressDeadline.MAX.toSeconds());
        var rollback = shape.flag("rollback").orElse(false);
        if (seconds.isEmpty() && shape.violations().isEmpty())
            shape.refuse("seconds", "error.path.missing");
        if (!shape.violations().isEmpty()) return new Read.Misshapen<>(shape.violations());
        var limit = Duration.ofSeconds(seconds.orElseThrow());
        return new Read.Good<>(new ProgressDeadline(limit, rollback));
    }
}
