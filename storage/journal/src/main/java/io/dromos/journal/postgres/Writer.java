package io.dromos.journal.postgres;

import io.dromos.journal.AtomicList;
import io.dromos.journal.LogRefused;
import io.dromos.journal.Outcome;
import io.dromos.journal.Refusal;
import io.dromos.journal.intake.Inbox;
import io.dromos.journal.intake.Request;
import io.dromos.journal.intake.Teller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread of this node that writes: takes all that waits, hands it to the database as one
/// statement, and only then has it told.
final class Writer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final DatabaseSettings settings;
    private final Inbox inbox;
    private final Teller teller;
    private final History history;
    private final WriterSession session;
    private List<Request> inHand = List.of();

    Writer(
            DatabaseSettings settings,
            Inbox inbox,
            Teller teller,
            History history,
            WriterSession session) {
        this.settings = settings;
        this.inbox = inbox;
        this.teller = teller;
        this.history = history;
        this.session = session;
    }

    @Override
    public void run() {
        try {
            while (!inbox.isClosed()) {
                inHand = inbox.take(FOREVER);
                serve(new ArrayDeque<>(inHand));
                inHand = List.of();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the writer to {} died of a defect", settings.database(), e);
            throw e;
        } finally {
            teller.refuseTheRest(inHand, history.head());
            session.close();
        }
    }

    /// In order, as much as goes together at a time.
    private void serve(Deque<Request> waiting) {
        while (!waiting.isEmpty()) {
            var together = together(waiting);
            var answers =
                    switch (together.getFirst()) {
                        case Request.Append _ -> append(together);
                        case Request.Highest _ -> highest(together);
                        case Request.Claim(var fence, var owner, var answer) ->
                                List.of(own(answer, new OwnFact.Claim(fence, owner)));
                        case Request.Hide(var id, var to, var answer) ->
                                List.of(own(answer, new OwnFact.Hide(id, to)));
                    };
            int lists = together.stream().mapToInt(Request::lists).sum();
            long bytes = together.stream().mapToLong(Request::bytes).sum();
            teller.tell(new Teller.News(answers, history.head(), lists, bytes));
        }
    }

    private List<Request> together(Deque<Request> waiting) {
        var together = new ArrayList<Request>();
        long bytes = 0;
        do {
            var next = waiting.removeFirst();
            together.add(next);
            bytes += next.bytes();
        } while (!waiting.isEmpty()
                && bytes < settings.statementBytesMax()
                && goTogether(together.getFirst(), waiting.getFirst()));
        return together;
    }

    private static boolean goTogether(Request one, Request other) {
        return (one instanceof Request.Append && other instanceof Request.Append)
                || (one instanceof Request.Highest && other instanceof Request.Highest);
    }

    private List<Runnable> append(List<Request> requests) {
        var appends = requests.stream().map(request -> (Request.Append) request).toList();
        return new Answers(appends).answers(settings.limits(), this::store);
    }

    /// Stores the lists with one statement. If the database cannot take them, because of something
    /// in one of them, each aggregate gets a statement of its own.
    private List<Outcome> store(List<AtomicList> lists) {
        try {
            return session.append(lists);
        } catch (LogRefused e) {
            var byAggregate = byAggregate(lists);
            if (byAggregate.size() > 1 && e.refusal() instanceof Refusal.NotStored) {
                return store(lists, byAggregate);
            }
            return Collections.nCopies(lists.size(), new Outcome.Refused(e.refusal()));
        }
    }

    private List<Outcome> store(List<AtomicList> lists, Map<String, List<AtomicList>> shares) {
        var outcomes = new HashMap<String, Deque<Outcome>>();
        shares.forEach((id, share) -> outcomes.put(id, new ArrayDeque<>(store(share))));
        return lists.stream().map(list -> next(outcomes, list)).toList();
    }

    private static Outcome next(Map<String, Deque<Outcome>> outcomes, AtomicList list) {
        var ofAggregate = outcomes.get(list.persistenceId());
        if (ofAggregate == null) {
            throw new IllegalStateException("no outcome for " + list.persistenceId());
        }
        return ofAggregate.removeFirst();
    }

    private static Map<String, List<AtomicList>> byAggregate(List<AtomicList> lists) {
        var shares = new LinkedHashMap<String, List<AtomicList>>();
        for (AtomicList list : lists) {
            shares.computeIfAbsent(list.persistenceId(), _ -> new ArrayList<>()).add(list);
        }
        return shares;
    }

    private List<Runnable> highest(List<Request> requests) {
        var questions = requests.stream().map(request -> (Request.Highest) request).toList();
        try {
            var found =
                    session.highest(
                            questions.stream().map(Request.Highest::persistenceId).toList());
            var answers = new ArrayList<Runnable>();
            for (int i = 0; i < questions.size(); i++) {
                var answer = questions.get(i).answer();
                long value = found.get(i);
                answers.add(() -> answer.complete(value));
            }
            return answers;
        } catch (LogRefused e) {
            return questions.stream().map(question -> failing(question.answer(), e)).toList();
        }
    }

    private Runnable own(CompletableFuture<Long> answer, OwnFact fact) {
        try {
            long value = session.record(fact);
            return () -> answer.complete(value);
        } catch (LogRefused e) {
            return failing(answer, e);
        }
    }

    private static Runnable failing(CompletableFuture<Long> answer, LogRefused why) {
        return () -> answer.completeExceptionally(why);
    }
}
