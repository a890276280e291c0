package io.dromos.actors;

import akka.persistence.testkit.JournalOperation;
import akka.persistence.testkit.ProcessingPolicy;
import akka.persistence.testkit.ProcessingResult;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.WriteEvents;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact.InstancePlanned;
import io.dromos.events.facts.ApplicationFact.TaskObserved;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Takes its time over each write, so that whoever does not wait for it goes ahead, and notes who
/// did: what reached Mesos by the end of a write must rest on those before it.
final class SlowJournal implements ProcessingPolicy<JournalOperation> {

    private static final long WRITE = Duration.ofMillis(100).toNanos();

    private final ToyMesos mesos;
    private final List<String> early = new CopyOnWriteArrayList<>();
    private long planned;
    private long observed;

    SlowJournal(ToyMesos mesos) {
        this.mesos = mesos;
    }

    @Override
    public synchronized ProcessingResult tryProcess(String id, JournalOperation operation) {
        if (operation instanceof WriteEvents write) {
            LockSupport.parkNanos(WRITE);
            if (mesos.launches.get() > planned) early.add("a launch before the end of " + write);
            if (mesos.acknowledged.size() > observed)
                early.add("an acknowledgement before the end of " + write);
            planned += count(write, InstancePlanned.class);
            observed += count(write, TaskObserved.class);
        }
        return ProcessingSuccess.getInstance();
    }

    /// Who did not wait for the end of a write.
    List<String> early() {
        return early;
    }

    private static long count(WriteEvents write, Class<?> fact) {
        return write.getBatch().stream()
                .filter(event -> fact.isInstance(((Recorded) event).fact()))
                .count();
    }
}
