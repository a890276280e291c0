package io.dromos.checks.cluster;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// A cluster that tests share, of several classes if these name the same one: it is started for the
/// first of them and ended after the last test of all. If a test fails, the logs are printed.
public final class SharedCluster implements BeforeAllCallback, AfterEachCallback {

    private static final Namespace ALL = Namespace.create(SharedCluster.class);

    private final String name;
    private final Shape shape;

    private record Running(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            try {
                cluster.end();
            } catch (Exception e) {
                throw new IllegalStateException("Something of a cluster may be left", e);
            }
        }
    }

    private volatile Cluster cluster = new Cluster(Shape.SMALL);

    /// @param name of the cluster
    /// @param shape of it
    public SharedCluster(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    /// The cluster, once a class of tests has begun.
    public Cluster get() {
        return cluster;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster =
                context.getRoot()
                        .getStore(ALL)
                        .getOrComputeIfAbsent(name, _ -> start(), Running.class)
                        .cluster();
    }

    private Running start() {
        var started = new Cluster(shape);
        try {
            started.start(name);
        } catch (Exception e) {
            try {
                started.show();
                started.end();
            } catch (Exception other) {
                e.addSuppressed(other);
            }
            throw new IllegalStateException("The cluster " + name + " does not start", e);
        }
        return new Running(started);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) cluster.show();
    }
}
