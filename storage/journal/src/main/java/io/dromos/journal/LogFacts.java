package io.dromos.journal;

/// Names of the facts that the log records about itself, so that claims and hidden records are
/// chained, exported and audited like everything else. Readers that fold aggregates skip them by
/// [#PERSISTENCE_ID].
public final class LogFacts {
    /// The log's own persistence id. Nobody else may write under it.
    public static final String PERSISTENCE_ID = "log";

    /// `{"name":…,"epoch":…,"owner":…}`: somebody claimed a fence.
    public static final String FENCE_CLAIMED = "log.fence-claimed.v1";

    /// `{"persistenceId":…,"toSequenceNr":…}`: an aggregate's records up to a number are hidden
    /// from its own replay.
    public static final String HIDDEN = "log.hidden.v1";

    private LogFacts() {}
}
