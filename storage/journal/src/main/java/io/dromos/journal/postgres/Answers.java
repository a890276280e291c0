package io.dromos.journal.postgres;

import io.dromos.journal.Appended;
import io.dromos.journal.AtomicList;
import io.dromos.journal.Limits;
import io.dromos.journal.Outcome;
import io.dromos.journal.intake.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/// Some appends that go to the database together: their lists in one row, and the way back from the
/// outcomes to who waits for them.
final class Answers {
    private final List<Request.Append> requests;
    private final List<AtomicList> lists = new ArrayList<>();

    Answers(List<Request.Append> requests) {
        this.requests = requests;
        requests.forEach(request -> lists.addAll(request.batch().lists()));
    }

    /// Stores what is not too big, by `storing`, and gives each request its answer.
    List<Runnable> answers(Limits limits, Function<List<AtomicList>, List<Outcome>> storing) {
        var outcomes = new ArrayList<Outcome>(Collections.nCopies(lists.size(), null));
        var fitting = new ArrayList<AtomicList>();
        for (int i = 0; i < lists.size(); i++) {
            var tooBig = limits.tooBig(lists.get(i));
            if (tooBig.isPresent()) {
                outcomes.set(i, new Outcome.Refused(tooBig.get()));
            } else {
                fitting.add(lists.get(i));
            }
        }
        var stored = fitting.isEmpty() ? List.<Outcome>of() : storing.apply(fitting);
        var next = stored.iterator();
        outcomes.replaceAll(outcome -> outcome == null ? next.next() : outcome);
        return answers(outcomes);
    }

    private List<Runnable> answers(List<Outcome> outcomes) {
        var answers = new ArrayList<Runnable>();
        int from = 0;
        for (Request.Append request : requests) {
            int to = from + request.batch().lists().size();
            var appended = new Appended(request.batch().id(), outcomes.subList(from, to));
            answers.add(() -> request.answer().complete(appended));
            from = to;
        }
        return answers;
    }
}
