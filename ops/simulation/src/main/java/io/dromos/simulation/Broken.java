package io.dromos.simulation;

import org.jspecify.annotations.Nullable;

/// Something happened that must never happen.
final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param what one sentence for people
    Broken(String what) {
        super(what);
    }

    /// Stops the run unless the promise is kept.
    @SuppressWarnings("AnnotateFormatMethod") // its annotations are no dependency of ours
    static void unless(boolean kept, String what, @Nullable Object... details) {
        if (!kept) throw new Broken(what.formatted(details));
    }
}
