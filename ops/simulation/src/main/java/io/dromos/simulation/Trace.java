package io.dromos.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// What happened in a run: all of it as a digest, the end of it as text.
final class Trace {

    private static final int KEPT = 2000;

    private final ArrayDeque<Supplier<String>> last = new ArrayDeque<>();
    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    void add(String line) {
        add(line, () -> line);
    }

    /// @param key tells it from whatever else might have happened here
    /// @param line tells it to people; made only if it is looked at
    void add(String key, Supplier<String> line) {
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        last.addLast(line);
        if (last.size() > KEPT) last.removeFirst();
    }

    /// The last things that happened, oldest first.
    List<String> last() {
        return last.stream().map(Supplier::get).toList();
    }

    /// Names the whole run; ends it.
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
