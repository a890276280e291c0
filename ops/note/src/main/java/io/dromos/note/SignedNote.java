package io.dromos.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A text and who signed it.
///
/// @param text ends with a line feed
/// @param signatures of the text, in order
public record SignedNote(String text, List<Line> signatures) {

    /// A longer note is not read, in characters.
    public static final int CHARACTERS_MAX = 64 << 10;

    /// A note with more signatures is not read.
    static final int SIGNATURES_MAX = 100;

    private static final String DASH = "\u2014 ";

    /// A signature, by a key that may be known or not.
    ///
    /// @param name of the key
    /// @param bytes the number of the key and the signature, not to be changed
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Line(String name, byte[] bytes) {
        private boolean isBy(VerifierKey key) {
            return name.equals(key.name())
                    && Arrays.equals(Arrays.copyOf(bytes, Ed25519.ID_BYTES), key.id());
        }

        private byte[] signature() {
            return Arrays.copyOfRange(bytes, Ed25519.ID_BYTES, bytes.length);
        }
    }

    /// Copies the signatures.
    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// Signs a text.
    ///
    /// @param text without control signs but line feeds, of which it has one at its end
    public static SignedNote of(String text, SigningKey key) {
        if (!text.endsWith("\n") || hasControls(text))
            throw new IllegalArgumentException("the text of a note is lines");
        var signature = key.signature(text.getBytes(StandardCharsets.UTF_8));
        var verifier = key.verifier();
        var bytes = Ed25519.joined(verifier.id(), signature);
        return new SignedNote(text, List.of(new Line(verifier.name(), bytes)));
    }

    /// Reads a note. Nothing of it is to be believed before [#isSignedBy] says so.
    public static SignedNote parse(String note) throws BadNote {
        if (note.length() > CHARACTERS_MAX || hasControls(note))
            throw new BadNote("it is too long, or no text of lines");
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n"))
            throw new BadNote("it has no text, blank line and signature");
        var signatures = new ArrayList<Line>();
        for (var line : note.substring(blank + 2).lines().toList()) signatures.add(line(line));
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX)
            throw new BadNote("it has %d signatures".formatted(signatures.size()));
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(it -> it < ' ' && it != '\n');
    }

    private static Line line(String text) throws BadNote {
        var parts = text.split(" ", -1);
        if (parts.length == 3 && text.startsWith(DASH) && Ed25519.isName(parts[1])) {
            try {
                var bytes = Base64.getDecoder().decode(parts[2]);
                if (bytes.length > Ed25519.ID_BYTES) return new Line(parts[1], bytes);
            } catch (IllegalArgumentException _) {
                // Said below.
            }
        }
        throw new BadNote("'%s' is no line of a signature".formatted(text));
    }

    /// Whether this key signed the text. Signatures of other keys do not count.
    public boolean isSignedBy(VerifierKey key) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var own = signatures.stream().filter(it -> it.isBy(key)).toList();
        return !own.isEmpty()
                && own.stream()
                        .allMatch(it ->
                                it.bytes().length == Ed25519.ID_BYTES + Ed25519.SIGNATURE_BYTES
                                        && key.verifies(bytes, it.signature()));
    }

    /// The whole note.
    public String note() {
        var note = new StringBuilder(text).append('\n');
        for (var line : signatures)
            note.append(DASH)
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(line.bytes()))
                    .append('\n');
        return note.toString();
    }
}
