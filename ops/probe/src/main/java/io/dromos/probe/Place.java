package io.dromos.probe;

import java.util.Optional;

/// Where one task is reached. May be asked by other threads than the task's own.
public interface Place {
    /// The only address at which checks reach the task, in digits; empty when it has none of that
    /// kind.
    ///
    /// @param newer whether of IPv6
    Optional<String> address(boolean newer);
}
