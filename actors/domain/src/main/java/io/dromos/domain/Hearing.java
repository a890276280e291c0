package io.dromos.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When Mesos was listened to, in log time: only silence during that time counts as somebody's
/// silence (protocols 6.3). What was before the process began is not known, and does not count.
///
/// @param gaps times without listening that are over, oldest first, at most [#GAPS_MAX]
/// @param deafSince since when nobody listens; absent while somebody does
public record Hearing(List<Gap> gaps, Optional<Instant> deafSince) {

    /// How many gaps are told apart; of more, the oldest become one.
    public static final int GAPS_MAX = 1_000;

    /// Without a gap.
    public static final Hearing ALWAYS = new Hearing(List.of(), Optional.empty());

    /// Not yet.
    public static final Hearing NEVER = new Hearing(List.of(), Optional.of(Instant.MIN));

    /// A time without listening.
    public record Gap(Instant from, Instant to) {}

    /// Copies what it is given.
    public Hearing {
        gaps = List.copyOf(gaps);
    }

    /// Nobody listens from this moment on.
    public Hearing deaf(Instant now) {
        return deafSince.isPresent() ? this : new Hearing(gaps, Optional.of(now));
    }

    /// Somebody listens from this moment on.
    public Hearing listening(Instant now) {
        return deafSince.isEmpty()
                ? this
                : new Hearing(plus(deafSince.get(), now), Optional.empty());
    }

    /// Between these two moments nobody listened, though it seemed so.
    public Hearing without(Instant from, Instant to) {
        return deafSince.isPresent() ? this : new Hearing(plus(from, to), deafSince);
    }

    private List<Gap> plus(Instant from, Instant to) {
        var all = new ArrayList<>(gaps);
        all.add(new Gap(from, to));
        if (all.size() > GAPS_MAX) {
            var oldest = all.removeFirst();
            all.set(0, new Gap(oldest.from(), all.getFirst().to()));
        }
        return all;
    }

    /// When somebody silent since a moment will have been silent for so long, if he stays so and is
    /// listened to without a further gap; empty while nobody listens. Without a limit it is at
    /// once.
    public Optional<Instant> due(Instant since, Duration limit) {
        if (limit.isZero()) return Optional.of(since);
        if (deafSince.isPresent()) return Optional.empty();
        var at = since;
        var left = limit;
        for (var gap : gaps) {
            if (!gap.to().isAfter(at)) continue;
            if (gap.from().isAfter(at)) {
                var heard = Duration.between(at, gap.from());
                if (heard.compareTo(left) >= 0) break;
                left = left.minus(heard);
            }
            at = gap.to();
        }
        return Optional.of(at.plus(left));
    }
}
