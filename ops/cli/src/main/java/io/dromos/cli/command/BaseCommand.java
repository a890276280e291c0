package io.dromos.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Table;
import io.dromos.cli.text.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command: options that all have, and a way to the server.
@Command(mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true)
public abstract class BaseCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    /// What the root command is: it knows what all commands share.
    public interface Root {

        /// Which server.
        Connection connection();

        /// Where all commands write.
        Terminal terminal();
    }

    /// Does the command's work.
    ///
    /// @return one of [io.dromos.cli.outcome.ExitCode]
    /// @throws Failure with the sentence to print
    protected abstract int execute() throws Failure, IOException, InterruptedException;

    @Override
    public final Integer call() throws Failure, InterruptedException {
        try {
            return execute();
        } catch (IOException e) {
            throw Failure.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /// Where to write.
    protected final Terminal terminal() {
        return root().terminal();
    }

    /// Where to write progress: nowhere if the result is wanted as JSON, so that the error output
    /// holds nothing but an error.
    protected final Terminal progress() {
        return isJson() ? terminal().silent() : terminal();
    }

    private Root root() {
        return (Root) Objects.requireNonNull(spec).root().userObject();
    }

    /// Which server.
    protected final Connection connection() {
        return root().connection();
    }

    /// The server; to be closed.
    protected final Api api() throws Failure {
        return connection().api(terminal().environment());
    }

    /// The data directory.
    protected final Path data() {
        return connection().data(terminal().environment());
    }

    /// Whether the result is wanted as JSON.
    protected final boolean isJson() {
        return connection().isJson();
    }

    /// Prints a table that fits the terminal.
    protected final void print(Table table) {
        table.lines(terminal().width()).forEach(terminal().out()::println);
        terminal().out().flush();
    }

    /// Prints JSON for people and programs.
    protected final void print(JsonNode result) {
        try {
            terminal().say(Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }
}
