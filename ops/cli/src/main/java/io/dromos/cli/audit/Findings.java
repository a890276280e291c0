package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.note.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was found of one stretch of the log after the other, and whether that is what checkpoints
/// say.
final class Findings {

    private final Map<Long, String> expected = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private Optional<JsonNode> broken = Optional.empty();
    private long from;
    private long to;
    private String hash = "";

    /// At its offset the log must have its hash.
    void expect(Optional<Checkpoint> checkpoint) {
        checkpoint.ifPresent(it -> expected.put(it.offset(), it.hash()));
    }

    void take(JsonNode stretch) {
        if (stretch.has("unfinishedBytes")) {
            remark(stretch);
            return;
        }
        if (from == 0) from = stretch.path("from").asLong();
        to = stretch.path("to").asLong();
        compare(stretch.path("from").asLong() - 1, stretch.path("previousHash").asText());
        hash = stretch.path("hash").asText();
        compare(to, hash);
        if (broken.isEmpty() && stretch.has("broken")) broken = Optional.of(stretch.path("broken"));
    }

    private void compare(long offset, String found) {
        var wanted = expected.get(offset);
        if (wanted == null || found.isEmpty() || broken.isPresent()) return;
        if (!wanted.equals(found))
            broken =
                    Optional.of(
                            broken(
                                    offset,
                                    "the log has hash %s there, the checkpoint %s: this record or some before it were written anew"
                                            .formatted(found, wanted)));
        else expected.remove(offset);
    }

    private static JsonNode broken(long offset, String why) {
        return Api.JSON.createObjectNode().put("offset", offset).put("why", why);
    }

    private void remark(JsonNode found) {
        long bytes = found.path("unfinishedBytes").asLong();
        if (!found.path("user").isNull())
            remarks.add(
                    "The log is in use by %s: what it had written was verified"
                            .formatted(found.path("user").asText()));
        else if (bytes > 0)
            remarks.add(
                    "%,d bytes of a write that was not finished stand behind the last record: nobody was told of it, and the next start cuts it"
                            .formatted(bytes));
    }

    /// The first record that is not what it should be.
    Optional<JsonNode> broken(Optional<Checkpoint> last) {
        if (broken.isPresent() || last.isEmpty() || to >= last.get().offset()) return broken;
        return Optional.of(
                broken(
                        to + 1,
                        "the log ends before it, but the checkpoint knows record %d"
                                .formatted(last.get().offset())));
    }

    String sentence(Optional<Checkpoint> last) {
        if (to < from) return "There is no record to verify";
        var proved =
                "Records %,d to %,d are what was written; the last has hash %s"
                        .formatted(from, to, hash);
        return last.isEmpty() ? proved : proved + ", as the checkpoint says";
    }

    List<String> remarks() {
        return remarks;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    String hash() {
        return hash;
    }
}
