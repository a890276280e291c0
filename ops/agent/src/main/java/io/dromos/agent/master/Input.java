package io.dromos.agent.master;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.Report;
import java.time.Duration;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// What happens to the books.
sealed interface Input {

    /// A scheduler opens a stream; the id of the stream was chosen by the edge.
    record Subscribe(String stream, Call call) implements Input {}

    /// Any other call, already checked by [CallRules] and [Books#refusal].
    record Called(Call call) implements Input {}

    /// A scheduler's stream ended on its side, or was cut off.
    record StreamGone(String stream) implements Input {}

    /// An agent opens its link; the id of the link was chosen by the edge.
    record LinkOpened(String link, Hello hello) implements Input {}

    /// An agent's link ended.
    record LinkGone(String link) implements Input {}

    /// An agent reports.
    record Reported(Report report) implements Input {}

    /// An operator removes a framework that exists.
    record Teardown(String frameworkId) implements Input {}

    /// An operator opens a stream to watch all changes.
    record Watched(String stream) implements Input {}

    /// An operator's stream ended on its side, or was cut off.
    record WatcherGone(String stream) implements Input {}

    /// An operator says that an agent is gone for good: it must not come back under its id.
    record AgentGone(String agentId) implements Input {}

    /// The allocation interval has passed.
    record Allocate() implements Input {}

    /// The master itself stood still for so long, and heard nobody meanwhile.
    record Paused(Duration pause) implements Input {}

    /// Something may be due: heartbeats, pings, timeouts. See [Books#nextDeadline()].
    record Wake() implements Input {}
}
