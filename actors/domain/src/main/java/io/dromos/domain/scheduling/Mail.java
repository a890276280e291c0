package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AppId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;

/// Task updates on their way to applications.
///
/// @param lanes by application
/// @param next number of the next delivery
/// @param waiting updates in all lanes that are not under delivery
record Mail(HashPMap<AppId, Lane> lanes, long next, int waiting) {

    static final Mail EMPTY = new Mail(HashTreePMap.empty(), 1, 0);
    private static final int BYTES_BESIDE_MESSAGE = 400;

    /// Updates of one application.
    ///
    /// @param waiting in order; the newest answer to a question stands for those before
    /// @param underway the one delivery that is not answered
    record Lane(OrderedPMap<Key, TaskStatus> waiting, Optional<Delivery> underway) {
        static final Lane EMPTY = new Lane(OrderedPMap.empty(), Optional.empty());
    }

    /// Names an update: by its uuid, or as the answer to a question.
    record Key(String task, String uuid) {
        static Key of(TaskStatus status) {
            return new Key(status.taskId(), status.uuid().orElse(""));
        }
    }

    /// Updates that were handed to their application.
    ///
    /// @param keys of the updates
    record Delivery(long number, List<TaskStatus> updates, Set<Key> keys, Duration since) {}

    Lane lane(AppId app) {
        return lanes.getOrDefault(app, Lane.EMPTY);
    }

    /// Whether it waits or is under delivery already.
    boolean holds(AppId app, TaskStatus status) {
        if (status.uuid().isEmpty()) return false;
        var lane = lane(app);
        var key = Key.of(status);
        // Its containsKey looks through all of them.
        return lane.waiting().get(key) != null
                || lane.underway().filter(it -> it.keys().contains(key)).isPresent();
    }

    Mail plus(AppId app, TaskStatus status) {
        var lane = lane(app);
        var more = lane.waiting().plus(Key.of(status), status);
        int added = more.size() - lane.waiting().size();
        return new Mail(lanes.plus(app, new Lane(more, lane.underway())), next, waiting + added);
    }

    /// Starts the next delivery of what waits.
    Mail deliver(AppId app, Duration now, SchedulingLimits limits) {
        var lane = lane(app);
        var batch = new ArrayList<TaskStatus>();
        var keys = new HashSet<Key>();
        int bytes = 0;
        for (var waits : lane.waiting().entrySet()) {
            var status = waits.getValue();
            bytes += BYTES_BESIDE_MESSAGE + status.message().length();
            boolean full = batch.size() >= limits.updatesPerDelivery();
            if (!batch.isEmpty() && (full || bytes > limits.batchBytes())) break;
            batch.add(status);
            keys.add(waits.getKey());
        }
        OrderedPMap<Key, TaskStatus> rest =
                batch.size() == lane.waiting().size()
                        ? OrderedPMap.empty()
                        : lane.waiting().minusAll(keys);
        var delivery = new Delivery(next, List.copyOf(batch), Set.copyOf(keys), now);
        return new Mail(
                lanes.plus(app, new Lane(rest, Optional.of(delivery))),
                next + 1,
                waiting - batch.size());
    }

    /// The delivery is answered.
    Mail answered(AppId app) {
        var waitingNow = lane(app).waiting();
        var rest =
                waitingNow.isEmpty()
                        ? lanes.minus(app)
                        : lanes.plus(app, new Lane(waitingNow, Optional.empty()));
        return new Mail(rest, next, waiting);
    }

    /// The delivery was handed over once more.
    Mail repeated(AppId app, Duration now) {
        var lane = lane(app);
        var again = lane.underway().map(d -> new Delivery(d.number(), d.updates(), d.keys(), now));
        return new Mail(lanes.plus(app, new Lane(lane.waiting(), again)), next, waiting);
    }
}
