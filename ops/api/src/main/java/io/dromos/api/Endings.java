package io.dromos.api;

import io.dromos.events.Origin;
import io.dromos.events.Version;
import io.dromos.events.state.Ending;
import java.util.Optional;

/// Tells how deployments ended.
final class Endings {

    private Endings() {}

    /// In one sentence.
    ///
    /// @param origin who brought it about, if that is to be told
    static String sentence(Ending ending, Optional<Origin> origin) {
        var at = new Version(ending.at());
        var by = origin.map(it -> " by " + it.principal()).orElse("");
        return switch (ending.outcome()) {
            case FINISHED -> "done since " + at;
            case CANCELLED -> "stopped where it was at %s%s".formatted(at, by);
            case SUPERSEDED ->
                    ending.successor()
                            .map(successor -> superseded(ending, successor.value(), origin))
                            .orElse("superseded at " + at);
        };
    }

    private static String superseded(Ending ending, String successor, Optional<Origin> origin) {
        var at = new Version(ending.at());
        if (ending.undone() && origin.filter(Endings::isDeadline).isPresent())
            return "undone by the deployment %s at %s, since its deadline passed%s"
                    .formatted(
                            successor,
                            at,
                            origin.flatMap(Origin::cause).map(text -> ": " + text).orElse(""));
        var asked = origin.map(it -> ", which " + it.principal() + " asked for").orElse("");
        return "%s by the deployment %s%s at %s"
                .formatted(ending.undone() ? "undone" : "taken over", successor, asked, at);
    }

    private static boolean isDeadline(Origin origin) {
        return origin.principal().equals(Origin.DEADLINE.principal());
    }
}
