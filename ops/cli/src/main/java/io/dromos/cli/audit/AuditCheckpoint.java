package io.dromos.cli.audit;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.note.BadNote;
import io.dromos.note.Checkpoint;
import io.dromos.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `dromos audit checkpoint`.
@Command(
        name = "checkpoint",
        description = {
            "Has the server sign what its log has come to: the offset and hash of the last record.",
            "Keep it on another machine: 'dromos audit verify --checkpoint FILE' then shows whether the log still says what it said."
        })
public final class AuditCheckpoint extends BaseCommand {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it to this new file. Default: the output.")
    private Optional<Path> out = Optional.empty();

    /// Constructed by picocli.
    public AuditCheckpoint() {}

    @Override
    protected int execute() throws Failure, IOException {
        try (var api = api()) {
            var note = api.text("/v3/log/checkpoint", SignedNote.CHARACTERS_MAX);
            var checkpoint = read(note);
            if (out.isPresent()) write(out.get(), note);
            if (isJson()) printJson(note, checkpoint);
            else if (out.isEmpty()) terminal().out().print(note);
            else terminal().say("Record %d is signed".formatted(checkpoint.offset()));
            terminal().out().flush();
            return ExitCode.OK;
        }
    }

    private static Checkpoint read(String note) throws Failure {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text());
        } catch (BadNote e) {
            throw Failure.failed("The server gave no checkpoint: " + e.sentence());
        }
    }

    private static void write(Path file, String note) throws Failure, IOException {
        if (Files.exists(file))
            throw Failure.failed("%s is there already: name another file".formatted(file));
        Files.writeString(file, note);
    }

    private void printJson(String note, Checkpoint checkpoint) {
        print(
                Api.JSON
                        .createObjectNode()
                        .put("origin", checkpoint.origin())
                        .put("offset", checkpoint.offset())
                        .put("hash", checkpoint.hash())
                        .put("checkpoint", note));
    }
}
