package io.dromos.simulation;

import io.dromos.journal.AtomicList;
import io.dromos.journal.Entry;
import io.dromos.journal.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A list on its way into the log, whole and under the number its writer knows, unless that is
/// broken on purpose.
///
/// @param place whose list it is
/// @param list what is to be written
record Writing(Place place, AtomicList list) {

    static Writing of(Place place, AtomicList list) {
        return new Writing(place, list);
    }

    void write(Consumer<Outcome> answer) {
        if (place.course().has(Fault.CUT_LISTS)) piece(0, answer);
        else if (place.course().has(Fault.STALE_SEQUENCE_ACCEPTED))
            place.ledger()
                    .highest(
                            list.persistenceId(),
                            highest -> place.ledger().append(after(highest), answer));
        else place.ledger().append(list, answer);
    }

    private void piece(int index, Consumer<Outcome> answer) {
        long before = list.expectedLastSequenceNr() + index;
        var one =
                new AtomicList(
                        list.persistenceId(),
                        before,
                        list.fences(),
                        List.of(list.entries().get(index)));
        boolean last = index == list.entries().size() - 1;
        place.ledger()
                .append(
                        one,
                        outcome -> {
                            if (last || outcome instanceof Outcome.Refused) answer.accept(outcome);
                            else if (place.isAlive()) piece(index + 1, answer);
                        });
    }

    private AtomicList after(long highest) {
        var entries = new ArrayList<Entry>();
        for (var entry : list.entries())
            entries.add(
                    Entry.of(
                            entry.persistenceId(),
                            highest + entries.size() + 1,
                            entry.decidedAt(),
                            entry.eventName(),
                            entry.payload(),
                            entry.origin()));
        return new AtomicList(list.persistenceId(), highest, list.fences(), entries);
    }
}
