package io.dromos.events.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long a rollout may come no nearer to its end.
///
/// @param limit from [#MIN] to [#MAX]
/// @param rollback whether its deployment is undone then; otherwise it is only told
public record ProgressDeadline(Duration limit, boolean rollback) {

    /// The label that says for how many seconds.
    public static final String SECONDS = "DROMOS_PROGRESS_DEADLINE_SECONDS";

    /// The label that says, by `true`, that the deployment is undone.
    public static final String ROLLBACK = "DROMOS_PROGRESS_ROLLBACK";

    /// The shortest time.
    public static final Duration MIN = Duration.ofSeconds(1);

    /// The longest time.
    public static final Duration MAX = Duration.ofDays(1);

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

    /// What labels say; empty if none does, or in no way that can be read.
    public static Optional<ProgressDeadline> of(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(SECONDS))
                .flatMap(ProgressDeadline::limit)
                .map(limit -> new ProgressDeadline(limit, "true".equals(labels.get(ROLLBACK))));
    }

    /// The time that the label [#SECONDS] names with this text, if it names one.
    public static Optional<Duration> limit(String text) {
        return Optional.of(text)
                .filter(it -> DIGITS.matcher(it).matches())
                .map(it -> Duration.ofSeconds(Integer.parseInt(it)))
                .filter(it -> it.compareTo(MIN) >= 0 && it.compareTo(MAX) <= 0);
    }
}
