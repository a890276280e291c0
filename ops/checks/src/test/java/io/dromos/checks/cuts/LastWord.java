package io.dromos.checks.cuts;

import io.dromos.events.InstanceId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.facts.ApplicationFact.InstanceForgotten;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.KillRequested;
import io.dromos.events.facts.ApplicationFact.LaunchAbandoned;
import io.dromos.events.facts.CatalogFact.ChangeAdmitted;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the log says in the end, read from its files while no server has them; reading checks every
/// record's hash.
///
/// @param requests behind the changes it holds, one for each
/// @param kills requests behind the orders to end that it holds
/// @param planned ids of tasks that were planned
/// @param endsOrdered runs that were told to end, or given up
/// @param records how many there are
record LastWord(
        List<String> requests,
        Set<String> kills,
        Set<String> planned,
        Set<TaskId> endsOrdered,
        long records) {

    static LastWord of(Path directory) throws IOException, DirectoryInUse {
        var codec = new EventCodec();
        var requests = new ArrayList<String>();
        var kills = new TreeSet<String>();
        var planned = new TreeSet<String>();
        var ends = new TreeSet<TaskId>();
        var runs = new HashMap<InstanceId, TaskId>();
        long count = 0;
        try (var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
                var records = log.scan(1)) {
            for (var record = records.next(); record != null; record = records.next()) {
                count++;
                boolean ours =
                        record.persistenceId().equals(PersistenceIds.CATALOG)
                                || record.persistenceId().startsWith("app|");
                if (!ours) continue;
                var recorded =
                        codec.decode(
                                record.eventName(),
                                record.payload().array(),
                                record.origin().array());
                switch (recorded.fact()) {
                    case ChangeAdmitted _ -> request(recorded, requests);
                    case InstancePlanned plan -> {
                        planned.add(plan.task().value());
                        runs.put(plan.instance(), plan.task());
                    }
                    case KillRequested kill -> {
                        request(recorded, kills);
                        Optional.ofNullable(runs.get(kill.instance())).ifPresent(ends::add);
                    }
                    case InstanceForgotten gone ->
                            Optional.ofNullable(runs.get(gone.instance())).ifPresent(ends::add);
                    case LaunchAbandoned abandoned -> ends.add(abandoned.task());
                    default -> {}
                }
            }
        }
        return new LastWord(requests, kills, planned, ends, count);
    }

    private static void request(Recorded recorded, Collection<String> requests) {
        recorded.origin().requestId().ifPresent(requests::add);
    }
}
