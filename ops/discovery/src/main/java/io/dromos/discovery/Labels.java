package io.dromos.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How Mesos-DNS makes parts of names out of any text.
final class Labels {

    private static final int LENGTH_MAX = 63;
    private static final int NAME_MAX = 253;
    private static final int HASH_LENGTH = 5;
    private static final String ZBASE32 = "ybndrfg8ejkmcpqxot1uwisza345h769";

    private Labels() {}

    /// One label after RFC 1123: letters in lower case, digits, and `-` for `.`, `_` and `-`;
    /// anything else is left out. No dash at either end, at most 63 characters; where the cut
    /// leaves dashes at the end, what follows them is drawn up.
    static String label(String text) {
        var mapped = new StringBuilder();
        text.chars().forEach(c -> append(mapped, (char) c));
        String label = withoutLeadingDashes(mapped.toString());
        if (label.length() <= LENGTH_MAX) {
            return withoutTrailingDashes(label);
        }
        String head = withoutTrailingDashes(label.substring(0, LENGTH_MAX));
        if (head.length() == LENGTH_MAX) {
            return head;
        }
        String tail = withoutLeadingDashes(label.substring(LENGTH_MAX));
        return withoutTrailingDashes(
                head + tail.substring(0, Math.min(tail.length(), LENGTH_MAX - head.length())));
    }

    /// Several labels: each part between dots on its own, empty ones left out.
    static String fragment(String text) {
        return Arrays.stream(text.split("\\."))
                .map(Labels::label)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.joining("."));
    }

    /// The first five characters of the z-base-32 form of the SHA-1 of a task id.
    static String hash(String taskId) {
        byte[] digest = sha1(taskId);
        long bits = 0;
        for (int i = 0;
                i < HASH_LENGTH;
                i++) { // 5 characters of 5 bits need 4 bytes; one more is spare
            bits = (bits << Byte.SIZE) | (digest[i] & 0xff);
        }
        var hash = new StringBuilder();
        for (int i = 0; i < HASH_LENGTH; i++) {
            int shift = HASH_LENGTH * Byte.SIZE - 5 * (i + 1);
            hash.append(ZBASE32.charAt((int) ((bits >>> shift) & 31)));
        }
        return hash.toString();
    }

    /// The part of an agent id after its last dash, in lower case.
    static String agentTail(String agentId) {
        return agentId.substring(agentId.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
    }

    /// Whether a name, one label or more, fits into a DNS message as it is: labels of 1 to 63
    /// visible ASCII characters, 253 in all.
    static boolean canBeCarried(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX || name.endsWith(".")) {
            return false;
        }
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean good =
                    c == '.' ? length > 0 : length < LENGTH_MAX && c > ' ' && c < 127 && c != '\\';
            if (!good) {
                return false;
            }
            length = c == '.' ? 0 : length + 1;
        }
        return true;
    }

    private static void append(StringBuilder label, char c) {
        if (c >= 'A' && c <= 'Z') {
            label.append((char) (c - 'A' + 'a'));
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            label.append(c);
        } else if (c == '-' || c == '.' || c == '_') {
            label.append('-');
        }
    }

    private static String withoutLeadingDashes(String label) {
        int start = 0;
        while (start < label.length() && label.charAt(start) == '-') {
            start++;
        }
        return label.substring(start);
    }

    private static String withoutTrailingDashes(String label) {
        int end = label.length();
        while (end > 0 && label.charAt(end - 1) == '-') {
            end--;
        }
        return label.substring(0, end);
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
