package io.dromos.api;

import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// A world of which it can be asked who brought what about, as of a log.
final class Remembering implements ReadModel {

    private final World world;
    private final Map<String, Origin> origins = new ConcurrentHashMap<>();

    Remembering(World world) {
        this.world = world;
        world.listen((_, _, events) ->
                events.forEach(event ->
                        event.recorded()
                                .map(Recorded::origin)
                                .ifPresent(origin ->
                                        origins.put(
                                                name(
                                                        event.persistenceId(),
                                                        event.stored().sequenceNr()),
                                                origin))));
    }

    private static String name(String persistenceId, long sequenceNr) {
        return persistenceId + " #" + sequenceNr;
    }

    @Override
    public View now() {
        return world.now();
    }

    @Override
    public CompletableFuture<Void> reached(String persistenceId, long sequenceNr) {
        return world.reached(persistenceId, sequenceNr);
    }

    @Override
    public Listening listen(Views.Listener listener) {
        return world.listen(listener);
    }

    @Override
    public Optional<Origin> origin(String persistenceId, long sequenceNr) {
        return Optional.ofNullable(origins.get(name(persistenceId, sequenceNr)));
    }
}
