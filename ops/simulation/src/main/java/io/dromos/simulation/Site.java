package io.dromos.simulation;

import io.dromos.domain.Context;

/// A part of a process that can be stopped by itself, or be forgotten while it goes on.
abstract class Site implements Place {

    private static final double HALFWAY = 0.0002;
    private static final long UNDER_WAY = 20;

    private final Node node;
    private boolean open = true;

    Site(Node node) {
        this.node = node;
    }

    Node node() {
        return node;
    }

    Cluster cluster() {
        return node.cluster();
    }

    void stop() {
        open = false;
    }

    @Override
    public Course course() {
        return node.cluster().course();
    }

    @Override
    public Ledger ledger() {
        return node.cluster().ledger();
    }

    @Override
    public Truth truth() {
        return node.cluster().truth();
    }

    @Override
    public NodeClock clock() {
        return node.clock();
    }

    @Override
    public boolean isAlive() {
        return open && node.isAlive();
    }

    @Override
    public boolean goesOn() {
        if (node.isAlive() && course().strikes(HALFWAY)) {
            course().crashed(Gap.HALF_DONE);
            die();
        }
        return node.isAlive();
    }

    @Override
    public void sends(double probability) {
        if (!course().strikes(probability)) return;
        course().after(
                        course().moments().between(0, UNDER_WAY),
                        () -> {
                            if (course().isRough() && node.isAlive()) die();
                        });
    }

    private void die() {
        cluster().kill(node, course().moments().between(500, 20_000));
    }

    @Override
    public boolean isShared() {
        return node.cluster().isShared();
    }

    @Override
    public Context context() {
        return node.context();
    }

    /// The answer to a message, on its way back to whoever asked and may be gone.
    void reply(Place asker, Runnable answer) {
        course().carry(() -> {
            if (asker.isAlive()) answer.run();
        });
    }
}
