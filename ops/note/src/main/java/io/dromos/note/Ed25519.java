package io.dromos.note;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// The 32 bytes of Ed25519 keys, as RFC 8032 has them, and the JDK's keys; and how they are named.
final class Ed25519 {
    /// How long a public key, or the seed of a private one, is.
    static final int KEY_BYTES = 32;

    /// How long a signature is.
    static final int SIGNATURE_BYTES = 64;

    /// How long the number of a key is.
    static final int ID_BYTES = 4;

    /// What signed-note calls this algorithm.
    static final byte TYPE = 1;

    private static final String NAME = "Ed25519";

    // RFC 8410: all that stands before the key itself.
    private static final byte[] PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PRIVATE =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519() {}

    static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME)
                .generatePublic(new X509EncodedKeySpec(joined(PUBLIC, bytes)));
    }

    static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME)
                .generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE, seed)));
    }

    /// The last bytes of a key that the JDK has encoded.
    static byte[] bytes(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }

    /// The number that signed-note gives to a key under a name.
    static byte[] id(String name, byte[] publicKey) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update(new byte[] {'\n', TYPE});
            return Arrays.copyOf(sha256.digest(publicKey), ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /// Whether a key may have this name.
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(it ->
                                it == '+'
                                        || it < ' '
                                        || Character.isWhitespace(it)
                                        || Character.isSpaceChar(it));
    }

    static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
