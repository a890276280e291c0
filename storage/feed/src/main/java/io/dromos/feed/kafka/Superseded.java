package io.dromos.feed.kafka;

/// Another publisher of the same topics began after this one.
final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Superseded(Topics topics) {
        super(
                "another publisher of %s and %s began after this one and goes on with them"
                        .formatted(topics.tasks(), topics.deployments()));
    }
}
