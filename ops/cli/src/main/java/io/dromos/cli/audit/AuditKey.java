package io.dromos.cli.audit;

import io.dromos.cli.command.BaseCommand;
import io.dromos.cli.http.Api;
import io.dromos.cli.ledger.LedgerOptions;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.note.BadNote;
import io.dromos.note.KeyFile;
import io.dromos.note.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dromos audit key`.
@Command(
        name = "key",
        description = {
            "Makes a key for a server to sign checkpoints with, or shows the public key of the one it has.",
            "The public key is what 'dromos audit verify --checkpoint FILE --key KEY' takes."
        })
public final class AuditKey extends BaseCommand {

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Of a new key: whose log it signs, such as example.com/prod. Default: dromos/ and the name of this machine.")
    private Optional<String> name = Optional.empty();

    @Mixin private LedgerOptions ledger = new LedgerOptions();

    /// Which of the two.
    static final class Wanted {
        @Option(
                names = "--out",
                paramLabel = "FILE",
                description =
                        "Make a key in this new file, for the server's --audit_key; its public key is printed.")
        private Optional<Path> out = Optional.empty();

        @Option(names = "--public", description = "Show the public key of the server's key.")
        private boolean isPublic;
    }

    /// Constructed by picocli.
    public AuditKey() {}

    @Override
    protected int execute() throws Failure, IOException {
        var key = wanted.isPublic ? known() : made(wanted.out.orElseThrow());
        if (isJson()) print(Api.JSON.createObjectNode().put("key", key));
        else terminal().say(key);
        return ExitCode.OK;
    }

    private String made(Path file) throws Failure, IOException {
        try {
            var called = name.isPresent() ? name.get() : "dromos/" + machine();
            var key = SigningKey.make(called);
            KeyFile.write(file, key);
            return key.verifier().text();
        } catch (BadNote e) {
            throw Failure.usage("--name is wrong: " + e.sentence());
        } catch (FileAlreadyExistsException _) {
            throw Failure.failed("%s is there already: name another file".formatted(file));
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException _) {
            return "localhost";
        }
    }

    private String known() throws Failure {
        try (var log = ledger.open(connection(), terminal().environment())) {
            var key = log.key();
            if (key.isEmpty())
                throw Failure.failed(
                        "The server has made no key yet: it does when it signs its first checkpoint");
            return key.get();
        }
    }
}
