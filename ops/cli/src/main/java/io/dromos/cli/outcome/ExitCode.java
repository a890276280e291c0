package io.dromos.cli.outcome;

/// What the process's exit codes mean; scripts rely on them.
public final class ExitCode {

    /// Done.
    public static final int OK = 0;

    /// Failed, or refused by the server.
    public static final int FAILED = 1;

    /// The command line is wrong.
    public static final int USAGE = 2;

    /// Nobody answers at the address.
    public static final int UNREACHABLE = 3;

    /// It was not done in time; it may still go on.
    public static final int TIMED_OUT = 4;

    private ExitCode() {}
}
