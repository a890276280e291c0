package io.dromos.checks.cuts;

import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.ApplicationFact.StragglerEnded;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import io.dromos.events.facts.CatalogFact.ChangeAdmitted;
import io.dromos.journal.LogRecord;
import io.dromos.journal.disk.DirectoryInUse;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the log says in the end, read from its files while no server has them; reading checks every
/// record's hash.
///
/// @param requests behind the changes it holds, one for each
/// @param kills requests behind the orders to end that it holds
/// @param planned ids of tasks that were planned
/// @param endsOrdered runs that were told to end, or given up
/// @param told what it was told of each run, oldest first
/// @param records how many there are
record LastWord(
        List<String> requests,
        Set<String> kills,
        Set<String> planned,
        Set<TaskId> endsOrdered,
        Map<TaskId, List<Told>> told,
        long records) {

    /// News of a run.
    ///
    /// @param state that was told, if one was
    /// @param ended whether the run is over by it, and not by an update of its agent: it never
    ///   began, was forgotten, or its end was asked for before the update came
    record Told(Optional<TaskState> state, boolean ended) {

        private static final Told END = new Told(Optional.empty(), true);

        /// That a task is gone is also what Mesos says of one whose last update was acknowledged.
        static Told of(TaskObserved news) {
            boolean asked = news.reason().filter("REASON_RECONCILIATION"::equals).isPresent();
            boolean ended = news.state().isTerminal() && news.state() != TaskState.GONE;
            return new Told(Optional.of(news.state()), asked && ended);
        }

        boolean says(TaskState other) {
            return state.filter(other::equals).isPresent();
        }
    }

    static LastWord of(Path directory) throws IOException, DirectoryInUse {
        var reader = new Reader();
        try (var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
                var records = log.scan(1)) {
            for (var record = records.next(); record != null; record = records.next())
                reader.read(record);
        }
        return new LastWord(
                reader.requests,
                reader.kills,
                reader.planned,
                reader.ends,
                reader.told,
                reader.count);
    }

    private static final class Reader {

        private final EventCodec codec = new EventCodec();
        private final List<String> requests = new ArrayList<>();
        private final Set<String> kills = new TreeSet<>();
        private final Set<String> planned = new TreeSet<>();
        private final Set<TaskId> ends = new TreeSet<>();
        private final Map<InstanceId, TaskId> runs = new HashMap<>();
        private final Map<TaskId, List<Told>> told = new TreeMap<>();
        private long count;

        void read(LogRecord record) {
            count++;
            boolean ours =
                    record.persistenceId().equals(PersistenceIds.CATALOG)
                            || record.persistenceId().startsWith("app|");
            if (ours)
                read(
                        codec.decode(
                                record.eventName(),
                                record.payload().array(),
                                record.origin().array()));
        }

        private void read(Recorded recorded) {
            switch (recorded.fact()) {
                case ChangeAdmitted _ -> request(recorded, requests);
                case InstancePlanned plan -> {
                    planned.add(plan.task().value());
                    runs.put(plan.instance(), plan.task());
                }
                case TaskObserved news -> tell(news.task(), Told.of(news));
                case StragglerEnded end ->
                        tell(end.task(), new Told(Optional.of(end.state()), true));
                case KillRequested kill -> {
                    request(recorded, kills);
                    Optional.ofNullable(runs.get(kill.instance())).ifPresent(ends::add);
                }
                case InstanceForgotten gone ->
                        Optional.ofNullable(runs.get(gone.instance())).ifPresent(this::end);
                case LaunchAbandoned abandoned -> end(abandoned.task());
                default -> {}
            }
        }

        private void end(TaskId task) {
            ends.add(task);
            tell(task, Told.END);
        }

        private void tell(TaskId task, Told news) {
            told.computeIfAbsent(task, _ -> new ArrayList<>()).add(news);
        }

        private static void request(Recorded recorded, Collection<String> requests) {
            recorded.origin().requestId().ifPresent(requests::add);
        }
    }
}
