package io.dromos.domain;

import java.util.List;

/// What a command comes to: facts to persist as one list, and the reply to give once they are
/// durable. A refusal is a reply without facts.
public record Decision<F, R>(List<F> facts, R reply) {

    /// Copies what it is given.
    public Decision {
        facts = List.copyOf(facts);
    }

    /// Only a reply.
    public static <F, R> Decision<F, R> reply(R reply) {
        return new Decision<>(List.of(), reply);
    }
}
