package io.dromos.note;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key with the name of whoever signs with it, written `name+number+key`.
///
/// @param name without blanks and `+`
/// @param bytes the Ed25519 key, not to be changed
@SuppressWarnings("ArrayRecordComponent") // compared by its text
public record VerifierKey(String name, byte[] bytes) {

    /// Reads a key.
    public static VerifierKey parse(String text) throws BadNote {
        var parts = text.strip().split("\\+", 3);
        if (parts.length < 3 || !Ed25519.isName(parts[0]))
            throw new BadNote("it is not NAME+NUMBER+KEY");
        var bytes = decoded(parts[2]);
        var key = new VerifierKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1]))
            throw new BadNote("its number %s is not that of its name and key".formatted(parts[1]));
        return key;
    }

    /// The type and the 32 bytes of a key, public or private.
    static byte[] decoded(String text) throws BadNote {
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length == 1 + Ed25519.KEY_BYTES && bytes[0] == Ed25519.TYPE) return bytes;
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new BadNote("its last part is no Ed25519 key");
    }

    /// The four bytes by which a signature names its key, together with the name.
    public byte[] id() {
        return Ed25519.id(name, bytes);
    }

    /// Whether it is a signature of these bytes by this key.
    boolean verifies(byte[] text, byte[] signature) {
        try {
            var verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(Ed25519.publicKey(bytes));
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// As it is given to others.
    public String text() {
        var key = Ed25519.joined(new byte[] {Ed25519.TYPE}, bytes);
        return "%s+%s+%s"
                .formatted(
                        name,
                        HexFormat.of().formatHex(id()),
                        Base64.getEncoder().encodeToString(key));
    }

    @Override
    public String toString() {
        return text();
    }
}
