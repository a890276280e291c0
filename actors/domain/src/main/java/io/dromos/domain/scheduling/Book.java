package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/// The launch book of one subscription: *asked → confirmed → sent → answered | abandoned*
/// (protocols 2). What was abandoned stands in [Abandonments].
///
/// @param offers open, in the order of their ids; an offer closes when its ACCEPT starts
/// @param batches asked, at most one unanswered for each application; some may be of an ended
///   subscription
/// @param tasks confirmed, sent or answered; answered ones stay until they end, so that nobody who
///   asks late takes them for unknown
/// @param kills of tasks that may be in an unanswered batch, and wait for its answer; or that wait
///   for a subscription
/// @param nextBatch number of the next batch
record Book(
        TreePMap<OfferId, Hold> offers,
        HashPMap<AppId, Batch> batches,
        HashPMap<TaskId, Entry> tasks,
        HashPMap<TaskId, SchedulerInput.KillWanted> kills,
        long nextBatch) {

    static final Book EMPTY =
            new Book(
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    1);

    /// An open offer.
    ///
    /// @param lot what it is and what of it is left
    /// @param until when it is declined, if nothing is asked on it
    /// @param asked how many places on it are asked for and not answered
    /// @param confirmed plans that wait for its ACCEPT
    /// @param acceptBy when its ACCEPT starts at the latest, once something was asked
    record Hold(
            Lot lot,
            Duration until,
            int asked,
            TreePMap<TaskId, Assignment> confirmed,
            Optional<Duration> acceptBy) {

        static Hold of(Lot lot, Duration until) {
            return new Hold(lot, until, 0, TreePMap.empty(), Optional.empty());
        }

        Hold ask(Assignment place, Duration latest) {
            return new Hold(
                    lot.minus(place),
                    until,
                    asked + 1,
                    confirmed,
                    acceptBy.or(() -> Optional.of(latest)));
        }

        Hold confirm(TaskId task, Assignment place) {
            return new Hold(lot, until, asked - 1, confirmed.plus(task, place), acceptBy);
        }

        /// A place that was asked for is not wanted.
        Hold release(Assignment place) {
            return new Hold(lot.plus(place), until, asked - 1, confirmed, acceptBy);
        }

        /// A confirmed plan will not be launched.
        Hold drop(TaskId task, Assignment place) {
            return new Hold(lot.plus(place), until, asked, confirmed.minus(task), acceptBy);
        }

        /// Nothing is asked on it any more.
        Hold free() {
            return new Hold(lot, until, asked, confirmed, Optional.empty());
        }
    }

    /// Places an application was asked to plan.
    ///
    /// @param places by number
    /// @param deadline when its offers are closed
    /// @param overdue whether that has passed
    /// @param repeatedAt when the application was last asked
    record Batch(
            AppId app,
            long epoch,
            long number,
            long revision,
            List<Assignment> places,
            Duration askedAt,
            Duration deadline,
            boolean overdue,
            Duration repeatedAt) {

        Batch late(Duration now) {
            return new Batch(app, epoch, number, revision, places, askedAt, deadline, true, now);
        }
    }

    /// Where a planned task stands.
    sealed interface Entry {
        AgentId agent();
    }

    /// Durable, and waits for the ACCEPT of its offer.
    record Confirmed(Assignment place) implements Entry {
        @Override
        public AgentId agent() {
            return place.placement().agent();
        }
    }

    /// Its ACCEPT is on the way.
    ///
    /// @param kill whether it is to be killed once the ACCEPT is answered
    record Sent(AgentId agent, Optional<SchedulerInput.KillWanted> kill) implements Entry {}

    /// Mesos has it.
    ///
    /// @param seen whether there was news of it
    record Answered(AgentId agent, boolean seen) implements Entry {}

    Book with(OfferId offer, Hold hold) {
        return new Book(offers.plus(offer, hold), batches, tasks, kills, nextBatch);
    }

    Book without(OfferId offer) {
        return new Book(offers.minus(offer), batches, tasks, kills, nextBatch);
    }

    /// A batch was asked or asked again.
    Book with(Batch batch) {
        return new Book(
                offers,
                batches.plus(batch.app(), batch),
                tasks,
                kills,
                Math.max(nextBatch, batch.number() + 1));
    }

    Book withoutBatch(AppId app) {
        return new Book(offers, batches.minus(app), tasks, kills, nextBatch);
    }

    Book with(TaskId task, Entry entry) {
        return new Book(offers, batches, tasks.plus(task, entry), kills, nextBatch);
    }

    Book without(TaskId task) {
        return new Book(offers, batches, tasks.minus(task), kills, nextBatch);
    }

    Book with(SchedulerInput.KillWanted kill) {
        return new Book(offers, batches, tasks, kills.plus(kill.task(), kill), nextBatch);
    }

    Book withoutKills(Collection<TaskId> done) {
        return new Book(offers, batches, tasks, kills.minusAll(done), nextBatch);
    }

    /// The book of the next subscription: only unanswered batches carry over, as late ones.
    Book next(Duration now) {
        var carried = EMPTY.batches();
        for (var batch : batches.values()) carried = carried.plus(batch.app(), batch.late(now));
        return new Book(EMPTY.offers(), carried, EMPTY.tasks(), EMPTY.kills(), nextBatch);
    }
}
