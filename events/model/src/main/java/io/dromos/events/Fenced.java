package io.dromos.events;

/// A fact that only the holder of a named, numbered claim may add: the log refuses a stale number.
public interface Fenced {

    /// The name of the claim, such as `scheduler`.
    String fence();

    /// The number of the claim it was made under.
    long epoch();
}
