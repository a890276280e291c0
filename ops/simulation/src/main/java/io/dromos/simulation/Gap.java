package io.dromos.simulation;

/// Between which two steps a crash falls.
enum Gap {
    /// Facts.
    UNWRITTEN("facts decided and not durable"),
    /// Facts.
    UNTOLD("facts durable and their writer not told"),
    /// Calls.
    ACCEPT_UNTAKEN("an ACCEPT sent and not taken by the master"),
    /// Calls.
    ACCEPT_UNANSWERED("an ACCEPT taken and its sender not told"),
    /// Calls.
    CALL_UNTAKEN("another call sent and not taken by the master"),
    /// Calls.
    CALL_UNANSWERED("another call taken and its sender not told"),
    /// What one decision orders.
    HALF_DONE("of what was decided at once the first part done and not the rest");

    private final String sentence;

    Gap(String sentence) {
        this.sentence = sentence;
    }

    /// What was under way, in words.
    String sentence() {
        return sentence;
    }
}
