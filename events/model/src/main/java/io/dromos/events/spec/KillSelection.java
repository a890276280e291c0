package io.dromos.events.spec;

/// Who goes first when scaling down.
public enum KillSelection {
    YOUNGEST_FIRST,
    OLDEST_FIRST
}
