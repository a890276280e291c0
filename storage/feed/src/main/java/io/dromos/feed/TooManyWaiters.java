package io.dromos.feed;

/// So many wait for the views already that another one is refused: ask again later.
public final class TooManyWaiters extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyWaiters(int waitersMax) {
        super(
                "%,d requests wait for the views to catch up, no more are taken: try again later"
                        .formatted(waitersMax));
    }
}
