package io.dromos.simulation;

/// Hears of each list of facts and of each call to Mesos, and may let processes die there.
interface Seam {

    /// Nobody listens, nobody dies.
    Seam NONE =
            new Seam() {
                @Override
                public boolean isSet() {
                    return false;
                }

                @Override
                public void before() {}

                @Override
                public void after() {}

                @Override
                public void called() {}
            };

    /// Whether somebody listens; each list is then written by itself.
    boolean isSet();

    /// A list is about to be written, and is not if the log's process dies now.
    void before();

    /// It is durable, and nobody was told yet.
    void after();

    /// A call has come to the master, and its sender was not told yet.
    void called();
}
