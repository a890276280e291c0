package io.dromos.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.ledger.Ledger;
import io.dromos.cli.ledger.LedgerOptions;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Progress;
import io.dromos.note.Checkpoint;
import io.dromos.note.VerifierKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dromos audit verify`.
@Command(
        name = "verify",
        description = {
            "Proves of each record of the log that it is what was written, behind the one before, or names the first that is not.",
            "That nobody wrote the whole chain anew, or cut its end off, only a checkpoint shows that was kept elsewhere. Exits with 1 if the log is broken."
        })
public final class AuditVerify extends BaseCommand {

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "The log must hold what this checkpoint says; it is verified up to there.")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description = "Begin with what this earlier checkpoint says.")
    private Optional<Path> since = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The public key that signed the checkpoints, or a file with it. Default: the one the server has now, which proves less.")
    private Optional<String> key = Optional.empty();

    @Mixin private LedgerOptions options = new LedgerOptions();

    private final Findings findings = new Findings();

    /// Constructed by picocli.
    public AuditVerify() {}

    @Override
    protected int execute() throws Failure, InterruptedException {
        try (var ledger = options.open(connection(), terminal().environment())) {
            var known = knownKey(ledger);
            var from = known(since, known);
            var to = known(checkpoint, known);
            if (from.isPresent() && to.isPresent() && from.get().offset() > to.get().offset())
                throw Failure.usage("--since is later than --checkpoint");
            walk(ledger, from, to);
            return tell(to);
        }
    }

    private Optional<VerifierKey> knownKey(Ledger ledger) throws Failure {
        if (checkpoint.isEmpty() && since.isEmpty()) {
            if (key.isPresent()) throw Failure.usage("--key goes with --checkpoint or --since");
            return Optional.empty();
        }
        if (key.isPresent()) return Optional.of(KnownState.key(key.get()));
        progress()
                .note(
                        "The key is taken from where the log is; one that you kept elsewhere, with --key, proves more");
        return Optional.of(KnownState.key(ledger));
    }

    private static Optional<Checkpoint> known(Optional<Path> file, Optional<VerifierKey> key)
            throws Failure {
        return file.isPresent()
                ? Optional.of(KnownState.checkpoint(file.get(), key.orElseThrow()))
                : Optional.empty();
    }

    private void walk(Ledger ledger, Optional<Checkpoint> from, Optional<Checkpoint> to)
            throws Failure, InterruptedException {
        if (ledger.isOffline())
            progress().note("No server is asked: the log is read as it lies in its store");
        long after = from.map(Checkpoint::offset).orElse(0L);
        long until = to.map(Checkpoint::offset).orElse(Long.MAX_VALUE);
        findings.expect(from);
        findings.expect(to);
        if (after == until) after = Math.max(0, after - 1);
        try (var progress = new Progress(progress())) {
            ledger.verify(
                    after,
                    until,
                    List.of(),
                    stretch -> {
                        findings.take(stretch);
                        progress.show("%,d records are verified".formatted(findings.to()));
                    });
        }
    }

    private int tell(Optional<Checkpoint> to) {
        var broken = findings.broken(to);
        if (isJson()) print(json(broken));
        else if (broken.isPresent())
            terminal()
                    .say(
                            "Record %d is not what was written: %s"
                                    .formatted(
                                            broken.get().path("offset").asLong(),
                                            broken.get().path("why").asText()));
        else terminal().say(findings.sentence(to));
        findings.remarks().forEach(progress()::note);
        return broken.isPresent() ? ExitCode.FAILED : ExitCode.OK;
    }

    private JsonNode json(Optional<JsonNode> broken) {
        var json = Api.JSON.createObjectNode();
        json.put("ok", broken.isEmpty()).put("from", findings.from()).put("to", findings.to());
        json.put("hash", findings.hash());
        broken.ifPresent(it -> json.set("broken", it));
        return json;
    }
}
