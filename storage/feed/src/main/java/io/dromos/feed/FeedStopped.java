package io.dromos.feed;

import org.jspecify.annotations.Nullable;

/// The feed gives no more events: it was closed, or the log cannot be read on.
public final class FeedStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    FeedStopped(String why, @Nullable Throwable cause) {
        super("the feed has stopped: " + why, cause);
        this.why = why;
    }

    String why() {
        return why;
    }
}
