package io.dromos.cli.command;

import io.dromos.cli.outcome.Failure;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/// Which of the things there are is meant by an id, or by the beginning of one.
public final class Named {

    /// So many are named of those that could be meant.
    private static final int TOLD_MAX = 5;

    private Named() {}

    /// The id that was written, or the only one that begins so; empty if there is none.
    ///
    /// @param kind what the ids are of, in the plural
    /// @throws Failure if several begin so
    public static Optional<String> among(Collection<String> ids, String written, String kind)
            throws Failure {
        if (ids.contains(written)) return Optional.of(written);
        var meant = new TreeSet<String>();
        for (var id : ids) if (!written.isEmpty() && id.startsWith(written)) meant.add(id);
        if (meant.size() < 2) return meant.stream().findFirst();
        var told = String.join(", ", meant.stream().limit(TOLD_MAX).toList());
        throw Failure.failed(
                "%d %s begin with '%s': name one of %s%s"
                        .formatted(
                                meant.size(),
                                kind,
                                written,
                                told,
                                meant.size() > TOLD_MAX ? ", …" : ""));
    }
}
