package io.dromos.cli;

import io.dromos.cli.command.Group;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.ExitCode;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.text.Terminal;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells on the error output why a command did not do its work: a sentence, or JSON for programs.
///
/// @param json whether the result was wanted as JSON
record Errors(Terminal terminal, boolean json) {

    int failed(Exception e) {
        return e instanceof Failure failure
                ? told(failure.sentence(), failure.exitCode())
                : told("This should not have happened, please report it: " + e, ExitCode.FAILED);
    }

    int misused(ParameterException e) {
        var name = e.getCommandLine().getCommandSpec().qualifiedName();
        return told("%s; see '%s --help'".formatted(why(e), name), ExitCode.USAGE);
    }

    private static String why(ParameterException e) {
        var spec = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException it
                && spec.userObject() instanceof Group
                && !it.getUnmatched().getFirst().startsWith("-"))
            return "'%s' has no command '%s'"
                    .formatted(spec.qualifiedName(), it.getUnmatched().getFirst());
        return String.valueOf(e.getMessage());
    }

    private int told(String sentence, int code) {
        terminal.note(json ? written(sentence, code) : "dromos: " + sentence);
        return code;
    }

    private static String written(String sentence, int code) {
        return Api.JSON.createObjectNode().put("error", sentence).put("exitCode", code).toString();
    }
}
