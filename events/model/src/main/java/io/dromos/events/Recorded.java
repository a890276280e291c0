package io.dromos.events;

import io.dromos.events.facts.Fact;

/// What is persisted: a fact and who brought it about.
public record Recorded(Fact fact, Origin origin) {}
