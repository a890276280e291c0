package io.dromos.domain.scheduling;

/// All the scheduler knows. Nothing of it is durable: a new scheduler starts from [#START] and
/// learns the rest from the log and from Mesos.
///
/// @param steps taken so far; seeds placement
public record SchedulerState(
        Link link,
        Demand demand,
        Book book,
        Abandonments abandoned,
        Mail mail,
        Questions questions,
        Calls calls,
        long steps) {

    /// Nothing claimed, nothing heard.
    public static final SchedulerState START =
            new SchedulerState(
                    Link.START,
                    Demand.EMPTY,
                    Book.EMPTY,
                    Abandonments.NONE,
                    Mail.EMPTY,
                    Questions.NONE,
                    Calls.NONE,
                    0);

    /// The newest epoch claimed; 0 for none.
    public long epoch() {
        return link.epoch();
    }

    /// Whether Mesos has accepted us and nothing is wrong since.
    public boolean isSubscribed() {
        return link.isOpen();
    }

    /// Whether this scheduler is at its end.
    public boolean isDown() {
        return link.wire() == Link.Wire.DOWN;
    }

    /// How much waits for somebody's answer: batches, launches, abandonments, updates, questions.
    public int unsettled() {
        long underway =
                book.tasks().values().stream()
                        .filter(entry -> !(entry instanceof Book.Answered))
                        .count();
        return (int) underway
                + book.batches().size()
                + abandoned.open().size()
                + mail.lanes().size()
                + questions.open().size();
    }
}
