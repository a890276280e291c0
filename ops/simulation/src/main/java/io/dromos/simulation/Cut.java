package io.dromos.simulation;

/// Where processes die.
///
/// @param point on which side of what
/// @param count the how-manieth time it comes about, from 1
/// @param again how many lists after its return the server dies once more; 0 for never
/// @param agents whether the master and the connections of all agents die with the server
record Cut(Point point, int count, int again, boolean agents) {

    /// On which side of what.
    enum Point {
        /// A list of facts is decided and not written.
        BEFORE_FACTS,
        /// It is durable, and nobody knows.
        AFTER_FACTS,
        /// Mesos has taken a call, and nobody knows.
        AFTER_CALL
    }

    /// The server alone, once.
    static Cut at(Point point, int count) {
        return new Cut(point, count, 0, false);
    }

    @Override
    public String toString() {
        return "%s %d%s%s"
                .formatted(
                        point,
                        count,
                        again > 0 ? ", and again " + again + " lists later" : "",
                        agents ? ", with master and agents" : "");
    }
}
