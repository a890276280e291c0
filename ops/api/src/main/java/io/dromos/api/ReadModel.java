package io.dromos.api;

import io.dromos.domain.Hearing;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.feed.History;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// What routes read from: immutable views, never an actor.
public interface ReadModel {

    /// Everything at this moment.
    View now();

    /// Completes when the present view has passed this fact.
    CompletableFuture<Void> reached(String persistenceId, long sequenceNr);

    /// Who brought a fact about; absent if the log does not have it. Blocks on the disk.
    ///
    /// @param persistenceId whose fact it is
    default Optional<Origin> origin(String persistenceId, long sequenceNr) {
        return history().of(persistenceId, sequenceNr, 1).stream()
                .filter(event -> event.sequenceNr() == sequenceNr)
                .flatMap(event -> event.recorded().stream())
                .map(Recorded::origin)
                .findFirst();
    }

    /// Tells the listener of every step of the views, until the returned handle is closed.
    Listening listen(Views.Listener listener);

    /// What the server's checks have found.
    default Checks checks() {
        return Checks.NONE;
    }

    /// When Mesos was listened to.
    default Hearing hearing() {
        return Hearing.ALWAYS;
    }

    /// Everything that was ever so.
    History history();

    /// A listener's registration.
    interface Listening extends AutoCloseable {

        /// The view that the first step follows.
        View since();

        /// Stops listening.
        @Override
        void close();

        /// One of which both is known.
        static Listening of(View since, Runnable close) {
            return new Listening() {
                @Override
                public View since() {
                    return since;
                }

                @Override
                public void close() {
                    close.run();
                }
            };
        }
    }

    /// The views that follow the feed, the past, what the server's checks have found, and when
    /// Mesos was listened to.
    static ReadModel of(Views views, History history, Checks checks, Supplier<Hearing> hearing) {
        return new ReadModel() {
            @Override
            public View now() {
                return views.now();
            }

            @Override
            public CompletableFuture<Void> reached(String persistenceId, long sequenceNr) {
                return views.reached(persistenceId, sequenceNr);
            }

            @Override
            public Listening listen(Views.Listener listener) {
                var listening = views.listen(listener);
                return Listening.of(listening.since(), listening::close);
            }

            @Override
            public History history() {
                return history;
            }

            @Override
            public Checks checks() {
                return checks;
            }

            @Override
            public Hearing hearing() {
                return hearing.get();
            }
        };
    }
}
