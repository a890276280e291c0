package io.dromos.journal;

import io.dromos.events.Recorded;
import io.dromos.schema.EventCodec;
import java.util.List;

/// The codec of what our actors persist: [Recorded] facts, by their stored names.
public final class FactCodec implements PayloadCodec {
    private final EventCodec events;

    /// Stores as `events` does.
    public FactCodec(EventCodec events) {
        this.events = events;
    }

    @Override
    public Encoded encode(Object persisted) {
        if (!(persisted instanceof Recorded recorded)) {
            throw new IllegalArgumentException(
                    "actors persist facts with their origin, not " + persisted.getClass());
        }
        var encoded = events.encode(recorded);
        var fences =
                encoded.fence()
                        .map(fenced -> List.of(new Fence(fenced.fence(), fenced.epoch())))
                        .orElse(List.of());
        return new Encoded(
                encoded.name(), Bytes.of(encoded.payload()), Bytes.of(encoded.origin()), fences);
    }

    @Override
    public Object decode(String eventName, Bytes payload, Bytes origin) {
        return events.decode(eventName, payload.array(), origin.array());
    }
}
