package io.dromos.note;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A private key with its public one. Written as two lines: `PRIVATE+KEY+name+number+key`, then the
/// public key.
public final class SigningKey {
    private static final String PRIVATE = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final byte[] seed;

    private SigningKey(VerifierKey verifier, byte[] seed) {
        this.verifier = verifier;
        this.seed = seed;
    }

    /// Makes a new key.
    ///
    /// @param name whose it is, such as `example.com/prod`
    /// @throws BadNote if the name has blanks or a `+`
    public static SigningKey make(String name) throws BadNote {
        if (!Ed25519.isName(name))
            throw new BadNote("a key's name has no blanks and no '+', not '%s'".formatted(name));
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var bytes = Ed25519.bytes(pair.getPublic().getEncoded());
            return new SigningKey(
                    new VerifierKey(name, bytes), Ed25519.bytes(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /// Reads what [#text] wrote.
    public static SigningKey parse(String text) throws BadNote {
        var lines = text.strip().lines().toList();
        if (lines.size() != 2 || !isPrivate(lines.getFirst()))
            throw new BadNote("it does not have a private key and its public key, a line each");
        var verifier = VerifierKey.parse(lines.getLast());
        var start = privateStart(verifier);
        if (!lines.getFirst().startsWith(start))
            throw new BadNote("its two keys have different names or numbers");
        var bytes = VerifierKey.decoded(lines.getFirst().substring(start.length()));
        var key = new SigningKey(verifier, Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!verifier.verifies(new byte[0], key.signature(new byte[0])))
            throw new BadNote("its public key is not that of its private key");
        return key;
    }

    /// Whether a line is that of a private key.
    public static boolean isPrivate(String line) {
        return line.startsWith(PRIVATE);
    }

    /// The public key.
    public VerifierKey verifier() {
        return verifier;
    }

    byte[] signature(byte[] text) {
        try {
            var signing = Signature.getInstance("Ed25519");
            signing.initSign(Ed25519.privateKey(seed));
            signing.update(text);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs", e);
        }
    }

    private static String privateStart(VerifierKey verifier) {
        return PRIVATE + verifier.name() + "+" + HexFormat.of().formatHex(verifier.id()) + "+";
    }

    /// As it is kept, and shown to nobody.
    public String text() {
        var key = Ed25519.joined(new byte[] {Ed25519.TYPE}, seed);
        return privateStart(verifier)
                + Base64.getEncoder().encodeToString(key)
                + "\n"
                + verifier.text()
                + "\n";
    }
}
