package io.dromos.server;

import io.dromos.api.Notary;
import io.dromos.feed.audit.Ledger;
import io.dromos.note.BadNote;
import io.dromos.note.Checkpoint;
import io.dromos.note.KeyFile;
import io.dromos.note.SignedNote;
import io.dromos.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs with the key that a flag names, or else with one beside the log, which is made when it is
/// first needed.
final class LogNotary implements Notary {

    private static final Logger LOG = LoggerFactory.getLogger(LogNotary.class);

    private final Path file;
    private final Supplier<UUID> incarnation;
    private @Nullable SigningKey key;

    private LogNotary(Path file, Supplier<UUID> incarnation) {
        this.file = file;
        this.incarnation = incarnation;
    }

    /// @param given the key that a flag names
    /// @param data where one is made otherwise
    /// @param incarnation of the log, whose name a key that is made bears
    /// @throws StartRefused if the key that is named cannot be read
    static LogNotary of(Optional<Path> given, Path data, Supplier<UUID> incarnation) {
        var notary = new LogNotary(given.orElse(data.resolve("audit.key")), incarnation);
        if (given.isPresent()) notary.load(given.get());
        return notary;
    }

    private void load(Path given) {
        try {
            key = KeyFile.signing(given);
            if (KeyFile.isOpenToOthers(given))
                LOG.warn("{} may be read by others than its owner: chmod 600 it", given);
        } catch (IOException e) {
            throw new StartRefused("--audit_key %s cannot be read: %s".formatted(given, e), e);
        } catch (BadNote e) {
            throw new StartRefused(
                    "--audit_key %s is no key as 'dromos audit key --out FILE' makes it: %s"
                            .formatted(given, e.sentence()),
                    e);
        }
    }

    @Override
    public String checkpoint(Ledger.End end) {
        var key = key();
        var checkpoint =
                new Checkpoint(
                        key.verifier().name(),
                        end.offset(),
                        end.hash(),
                        Optional.of(end.incarnation()),
                        Optional.of(end.committedAt()));
        return SignedNote.of(checkpoint.text(), key).note();
    }

    @Override
    public String verifierKey() {
        return key().verifier().text();
    }

    private synchronized SigningKey key() {
        if (key == null) key = keptOrMade();
        return key;
    }

    private SigningKey keptOrMade() {
        try {
            if (!Files.exists(file)) {
                KeyFile.write(file, SigningKey.make("dromos/" + incarnation.get()));
                LOG.info("Made a key to sign checkpoints with: {}", file);
            }
            return KeyFile.signing(file);
        } catch (IOException e) {
            throw new CannotSign("The key %s cannot be read or made: %s".formatted(file, e));
        } catch (BadNote e) {
            throw new CannotSign("%s is no key: %s".formatted(file, e.sentence()));
        }
    }
}
