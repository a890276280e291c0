package io.dromos.simulation;

import io.dromos.events.facts.Fact;
import io.dromos.journal.Bytes;
import io.dromos.journal.LogRecord;
import io.dromos.schema.EventCodec;
import java.util.HashMap;
import java.util.Map;

/// Facts as they are read from their stored form. The same bytes stand for the same fact, so that
/// each is parsed once, however many read it.
final class Reading {

    static final EventCodec EVENTS = new EventCodec();

    private record Stored(String name, Bytes payload) {}

    private final Map<Stored, Fact> facts = new HashMap<>();

    Fact fact(LogRecord record) {
        return facts.computeIfAbsent(
                new Stored(record.eventName(), record.payload()),
                it -> EVENTS.fact(it.name(), it.payload().array()));
    }
}
