package io.dromos.cli.outcome;

/// Why a command ends without having done its work: one sentence that says what to do, and the exit
/// code.
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final boolean passing;

    private Failure(int exitCode, String sentence) {
        this(exitCode, sentence, exitCode == ExitCode.UNREACHABLE);
    }

    private Failure(int exitCode, String sentence, boolean passing) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
        this.passing = passing;
    }

    /// It failed here, or the server refused it.
    public static Failure failed(String sentence) {
        return new Failure(ExitCode.FAILED, sentence);
    }

    /// The server has no room for it now.
    public static Failure busy(String sentence) {
        return new Failure(ExitCode.FAILED, sentence, true);
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

    /// Whether it may be done a little later: nobody answers, or the server has no room now.
    public boolean isPassing() {
        return passing;
    }

    /// What to tell.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
