package io.dromos.cli.outcome;

/// Why a command ends without having done its work: one sentence that says what to do, and the exit
/// code.
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /// It failed here, or the server refused it.
    public static Failure failed(String sentence) {
        return new Failure(ExitCode.FAILED, sentence);
    }

    /// No deployment is meant by an id or its beginning.
    public static Failure noDeployment(String written) {
        return failed(
                "There is no deployment '%s', at work or among the last that ended: see 'dromos deployment list', or with --ended"
                        .formatted(written));
    }

    /// The command line is wrong.
    public static Failure usage(String sentence) {
        return new Failure(ExitCode.USAGE, sentence);
    }

    /// Nobody answers.
    public static Failure unreachable(String sentence) {
        return new Failure(ExitCode.UNREACHABLE, sentence);
    }

    /// It was not done in time.
    public static Failure timedOut(String sentence) {
        return new Failure(ExitCode.TIMED_OUT, sentence);
    }

    /// One of [ExitCode].
    public int exitCode() {
        return exitCode;
    }

    /// What to tell.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
