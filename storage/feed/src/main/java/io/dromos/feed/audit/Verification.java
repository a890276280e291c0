package io.dromos.feed.audit;

import io.dromos.journal.LogDamaged;
import io.dromos.journal.audit.Broken;
import io.dromos.journal.audit.Stretch;
import java.util.Optional;

/// What was found of a stretch of the log.
///
/// @param from the first record that was looked at
/// @param to the last that is what was written; the one before `from` if there is none
/// @param head where the log ended, as far as that is known
/// @param previousHash the hash of the record before `from`
/// @param hash that of `to`
/// @param broken the first record that is not what was written, if one was met
public record Verification(
        long from, long to, long head, String previousHash, String hash, Optional<Broken> broken) {

    /// Tells of a stretch that was walked.
    public static Verification of(Stretch stretch, long head) {
        return of(stretch, head, stretch.broken());
    }

    static Verification of(Stretch stretch, long head, Optional<Broken> broken) {
        return new Verification(
                stretch.after() + 1,
                stretch.to(),
                head,
                stretch.before().hex(),
                stretch.hash().hex(),
                broken);
    }

    /// Nothing could be walked.
    static Verification broken(long from, long head, Broken broken) {
        return new Verification(from, from - 1, head, "", "", Optional.of(broken));
    }

    /// What stands there cannot be walked at all.
    public static Verification unreadable(LogDamaged damaged) {
        long to = damaged.offset() - 1;
        return broken(damaged.offset(), to, new Broken(damaged.offset(), damaged.what()));
    }

    /// As an object of JSON.
    public String json() {
        var json = Json.MAPPER.createObjectNode();
        json.put("from", from).put("to", to).put("head", head);
        json.put("previousHash", previousHash).put("hash", hash).put("ok", broken.isEmpty());
        broken.ifPresent(
                it -> json.putObject("broken").put("offset", it.offset()).put("why", it.why()));
        return json.toString();
    }
}
