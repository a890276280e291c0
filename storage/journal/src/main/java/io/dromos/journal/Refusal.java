package io.dromos.journal;

/// Why the log did not do what it was asked. Each names what was wrong and where.
public sealed interface Refusal {
    /// One sentence for people.
    String sentence();

    /// Somebody else wrote to this aggregate; the writer must stop and recover.
    record WrongSequence(String persistenceId, long expected, long actual) implements Refusal {
        @Override
        public String sentence() {
            return "%s stands at #%d in the log, its writer expected #%d: another writer was here"
                    .formatted(persistenceId, actual, expected);
        }
    }

    /// The fence was claimed again since; the writer's right is gone.
    record StaleFence(Fence held, long current) implements Refusal {
        @Override
        public String sentence() {
            return "the fence %s is stale, epoch %d holds it now".formatted(held, current);
        }
    }

    /// `what` is larger than a named limit.
    record TooBig(String what, long bytes, long bytesMax) implements Refusal {
        @Override
        public String sentence() {
            return "%s has %d bytes, at most %d are allowed".formatted(what, bytes, bytesMax);
        }
    }

    /// Too much is waiting to be written; nothing of this was taken. Ask again later.
    record Busy(String what, long waiting, long waitingMax) implements Refusal {
        @Override
        public String sentence() {
            return "the log has %d %s waiting, at most %d are allowed: try again later"
                    .formatted(waiting, what, waitingMax);
        }
    }

    /// The disk has no room; nothing of this was stored. The log goes on by itself once there is
    /// room.
    record Full(String where) implements Refusal {
        @Override
        public String sentence() {
            return "no space left on " + where + ": free some, the log then goes on by itself";
        }
    }

    /// The store failed; this is certainly not in the log, which goes on.
    record NotStored(String cause) implements Refusal {
        @Override
        public String sentence() {
            return "the store failed and nothing was stored: " + cause;
        }
    }

    /// The store failed and the log cannot go on; whether this is stored is known only after the
    /// next start.
    record Unknown(String cause) implements Refusal {
        @Override
        public String sentence() {
            return "the store failed, whether this was stored shows at the next start: " + cause;
        }
    }

    /// The log takes no writes any more.
    record Closed(String why) implements Refusal {
        @Override
        public String sentence() {
            return "the log is closed: " + why;
        }
    }

    /// The store no longer holds the last record this node saw: a standby without the tail was
    /// promoted, or a backup was restored. Nothing is written until the loss is accepted.
    ///
    /// @param seen the last record this node saw
    /// @param found what the store has instead
    record WentBack(Position seen, String found) implements Refusal {
        @Override
        public String sentence() {
            return "the log went back: this node has seen offset %d (hash %s) of incarnation %s, but the store %s"
                    .formatted(seen.offset(), seen.hash().hex(), seen.incarnation(), found);
        }
    }
}
