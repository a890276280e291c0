package io.dromos.api;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.events.AgentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.State;
import io.dromos.feed.Event;
import io.dromos.feed.Folded;
import io.dromos.feed.History;
import io.dromos.feed.Seed;
import io.dromos.feed.View;
import io.dromos.feed.audit.Exported;
import io.dromos.feed.audit.Ledger;
import io.dromos.feed.audit.Sums;
import io.dromos.feed.audit.Verification;
import io.dromos.journal.Bytes;
import io.dromos.journal.LogRecord;
import io.dromos.schema.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/// Records and views of a log that is kept nowhere.
final class Timeline {

    static final UUID INCARNATION = new UUID(0, 1);
    private static final EventCodec CODEC = new EventCodec();

    /// Nothing is kept, so that nothing can be audited but its end.
    private static final Ledger NO_LEDGER =
            new Ledger() {
                @Override
                public End end() {
                    return new End(INCARNATION, 0, "00".repeat(32), Instant.EPOCH);
                }

                @Override
                public Verification verify(long after, long until, long max) {
                    throw new History.NoSuchMoment(after, 0);
                }

                @Override
                public Exported export(long after, int max) {
                    return new Exported("", after);
                }

                @Override
                public Sums sums(long after, long max) {
                    throw new History.NoSuchMoment(after, 0);
                }
            };

    private Timeline() {}

    /// The history of these events, of which there may be more later.
    static History history(List<Event> told) {
        return new History() {
            @Override
            public long head() {
                return told.size();
            }

            @Override
            public Ledger ledger() {
                return NO_LEDGER;
            }

            @Override
            public List<Event> read(long from, int max) {
                int first = (int) Math.min(told.size(), from - 1);
                return List.copyOf(told.subList(first, Math.min(told.size(), first + max)));
            }

            @Override
            public List<Event> of(String persistenceId, long fromSequenceNr, int max) {
                return told.stream()
                        .filter(it -> it.persistenceId().equals(persistenceId))
                        .filter(it -> it.stored().sequenceNr() >= fromSequenceNr)
                        .limit(max)
                        .toList();
            }

            @Override
            public View at(long offset) {
                if (offset > head()) throw new NoSuchMoment(offset, head());
                var view = View.of(Seed.nothing(INCARNATION));
                for (var event : told.subList(0, (int) offset)) view = view.after(event);
                return view;
            }

            @Override
            public long lastAt(Instant time) {
                return told.stream().filter(it -> !it.stored().committedAt().isAfter(time)).count();
            }
        };
    }

    static Event event(
            Instant now, long offset, String persistenceId, long sequenceNr, Recorded recorded) {
        var encoded = CODEC.encode(recorded);
        var stored =
                new LogRecord(
                        INCARNATION,
                        offset,
                        persistenceId,
                        sequenceNr,
                        now,
                        now,
                        encoded.name(),
                        Bytes.of(encoded.payload()),
                        Bytes.of(encoded.origin()),
                        Bytes.EMPTY,
                        Bytes.EMPTY);
        return new Event(stored, Optional.of(recorded));
    }

    /// The state of an aggregate, whether or not there is anything of it.
    static State state(View from, String persistenceId) {
        if (persistenceId.equals(PersistenceIds.CATALOG)) return from.catalog().state();
        if (persistenceId.equals(PersistenceIds.FRAMEWORK)) return from.framework().state();
        if (PersistenceIds.isDeployment(persistenceId)) {
            var id = PersistenceIds.deployment(persistenceId);
            return from.deployment(id).orElse(DeploymentState.empty(id));
        }
        var app = PersistenceIds.application(persistenceId);
        return from.application(app)
                .or(() -> Optional.ofNullable(from.gone().get(app)).map(Folded::state))
                .orElseGet(() -> ApplicationState.empty(app));
    }

    /// A place on the only agent.
    static Placement place(ApplicationSpec spec, IntSupplier ports) {
        int count =
                spec.onHostNetwork()
                        ? spec.portDefinitions().size()
                        : spec.container().orElseThrow().portMappings().size();
        var chosen = IntStream.range(0, count).mapToObj(_ -> ports.getAsInt()).toList();
        return new Placement(
                new AgentId("agent-S0"),
                "host-0",
                "10.0.0.9",
                chosen,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// News of a task.
    static ApplicationCommand.Update update(TaskId task, TaskState state, String message) {
        return new ApplicationCommand.Update(
                task, state, Optional.empty(), message, Optional.empty(), List.of("10.0.0.1"));
    }
}
