package io.dromos.agent.master;

import java.time.Instant;

/// What a framework refused of an agent for a role, and until when. It hides only what was refused:
/// as soon as more is free, the agent is offered again.
record Filter(Amounts refused, Instant until) {

    boolean hides(Amounts free, Instant now) {
        return now.isBefore(until) && refused.contains(free);
    }
}
