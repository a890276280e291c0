package io.dromos.cli.audit;

import io.dromos.cli.ledger.Ledger;
import io.dromos.cli.outcome.Failure;
import io.dromos.note.BadNote;
import io.dromos.note.Checkpoint;
import io.dromos.note.KeyFile;
import io.dromos.note.SignedNote;
import io.dromos.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Checkpoints that somebody kept, and the key that signed them.
final class KnownState {

    private KnownState() {}

    /// The key that is named, in a file or as it is.
    static VerifierKey key(String text) throws Failure {
        try {
            var file = file(text);
            return file.isPresent() ? KeyFile.verifier(file.get()) : VerifierKey.parse(text);
        } catch (IOException e) {
            throw Failure.failed("%s cannot be read: %s".formatted(text, e.getMessage()));
        } catch (BadNote e) {
            throw Failure.usage(
                    "--key wants a public key as 'dromos audit key --public' shows it, or a file with one: "
                            + e.sentence());
        }
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// The key that the server has now.
    static VerifierKey key(Ledger ledger) throws Failure {
        var text = ledger.key();
        if (text.isEmpty())
            throw Failure.usage("There is no key to verify with: name one with --key");
        try {
            return VerifierKey.parse(text.get());
        } catch (BadNote e) {
            throw Failure.failed("The server's key is none: " + e.sentence());
        }
    }

    /// A checkpoint, which this key signed.
    static Checkpoint checkpoint(Path file, VerifierKey key) throws Failure {
        try {
            if (Files.size(file) > SignedNote.CHARACTERS_MAX)
                throw Failure.failed("%s is too long for a checkpoint".formatted(file));
            var note = SignedNote.parse(Files.readString(file));
            if (!note.isSignedBy(key))
                throw Failure.failed(
                        "%s is not signed by %s: it was changed, or another key signed it"
                                .formatted(file, key.name()));
            var checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(key.name()))
                throw Failure.failed(
                        "%s is of %s, not of %s".formatted(file, checkpoint.origin(), key.name()));
            return checkpoint;
        } catch (IOException e) {
            throw Failure.failed("%s cannot be read: %s".formatted(file, e));
        } catch (BadNote e) {
            throw Failure.failed("%s is no checkpoint: %s".formatted(file, e.sentence()));
        }
    }
}
