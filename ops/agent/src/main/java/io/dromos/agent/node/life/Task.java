package io.dromos.agent.node.life;

import com.google.protobuf.ByteString;
import io.dromos.agent.link.Hello.KnownTask;
import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.updates.UpdateStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/// One task's updates: written down, then sent; one at a time, until acknowledged.
public final class Task {
    /// Where updates go. Must not block.
    @FunctionalInterface
    public interface Outbox {
        /// Sends one update, best effort: it comes again until acknowledged.
        ///
        /// @return false when there is no link to send it by, so that it stays due
        boolean send(Task task, TaskStatus status, TaskState latest);
    }

    /// How many updates may wait for their acknowledgements before checks add no more.
    static final int MANY_WAITING = 16;

    private final TaskDirectory directory;
    private final Outbox outbox;
    private UpdateStream updates;
    private Optional<ByteString> toldInHello = Optional.empty();
    private boolean silenced;

    private Task(TaskDirectory directory, UpdateStream updates, Outbox outbox) {
        this.directory = directory;
        this.updates = updates;
        this.outbox = outbox;
    }

    /// A task as its directory knows it; a new one has no updates yet.
    static Task of(TaskDirectory directory, Outbox outbox) throws IOException {
        var updates =
                UpdateStream.recovered(
                        directory.statuses(), directory.acknowledged(), System.nanoTime());
        return new Task(directory, updates, outbox);
    }

    /// What is on disk about it.
    public TaskDirectory directory() {
        return directory;
    }

    /// Writes an update down, then sends it when its turn has come. After a terminal one there is
    /// no other.
    public synchronized void report(TaskStatus status) throws IOException {
        if (isTerminal()) {
            return;
        }
        directory.append(status);
        updates = updates.append(status, System.nanoTime());
        sendIfDue();
    }

    /// Tells what a check has found, as one more of the last update; only while it runs, so that
    /// nothing of it comes after the word that it ends.
    synchronized void reportCheck(Reason reason, Consumer<TaskStatus.Builder> finding)
            throws IOException {
        if (latestState() == TaskState.TASK_RUNNING) {
            var status = Statuses.again(updates.latest().orElseThrow(), reason);
            finding.accept(status);
            report(status.build());
        }
    }

    /// Whether the scheduler leaves so many updates without an answer that it is told only what
    /// must be.
    synchronized boolean isBehind() {
        return updates.waiting() >= MANY_WAITING;
    }

    /// Takes an acknowledgement; any but the outstanding update's is ignored.
    synchronized void acknowledge(ByteString uuid) throws IOException {
        if (updates.accepts(uuid)) {
            directory.appendAcknowledgement();
            updates = updates.advanced(System.nanoTime());
            sendIfDue();
        }
    }

    /// Sends the outstanding update if its time has come.
    synchronized void sendIfDue() {
        var now = System.nanoTime();
        if (!silenced && updates.isDue(now)) {
            var status = updates.outstanding().orElseThrow();
            if (outbox.send(this, status, latestState())) {
                updates = updates.sent(now);
            }
        }
    }

    /// What the greeting of a new link says about it.
    synchronized KnownTask known() {
        var outstanding = updates.outstanding();
        toldInHello = outstanding.map(TaskStatus::getUuid);
        return new KnownTask(
                directory.framework().getId(), directory.task(), updates.statuses(), outstanding);
    }

    /// The master took the greeting: what it told need not be sent now, what came after it is due.
    synchronized void registered() {
        if (toldInHello.filter(updates::accepts).isPresent()) {
            updates = updates.resubscribed(System.nanoTime());
        }
    }

    /// Its framework is gone: nobody wants its updates.
    synchronized void silence() {
        silenced = true;
    }

    /// All its updates, oldest first.
    public synchronized List<TaskStatus> statuses() {
        return updates.statuses();
    }

    /// Its state now; staging before the first update.
    public synchronized TaskState latestState() {
        return updates.latest().map(TaskStatus::getState).orElse(TaskState.TASK_STAGING);
    }

    /// Whether it will never run again.
    public synchronized boolean isTerminal() {
        return Statuses.isTerminal(latestState());
    }

    /// Whether its end was told and acknowledged, so that only its sandbox is left of it.
    public synchronized boolean isCompleted() {
        return isTerminal() && (silenced || updates.outstanding().isEmpty());
    }

    /// Whether it was in this state at any time.
    synchronized boolean hasBeen(TaskState state) {
        return updates.statuses().stream().anyMatch(status -> status.getState() == state);
    }
}
