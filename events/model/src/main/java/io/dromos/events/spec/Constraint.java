package io.dromos.events.spec;

import java.util.Optional;

/// A rule on where instances may run.
///
/// @param field `hostname`, `@hostname`, `@region`, `@zone` or the name of an agent attribute
/// @param operator how the agent's value is judged
/// @param value what it is compared with, if the operator takes one
public record Constraint(String field, Operator operator, Optional<String> value) {

    /// How the agent's value is judged.
    public enum Operator {
        UNIQUE,
        CLUSTER,
        GROUP_BY,
        LIKE,
        UNLIKE,
        MAX_PER,
        IS
    }
}
