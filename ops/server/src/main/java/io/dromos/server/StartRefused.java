package io.dromos.server;

/// The server cannot start. Its message is one sentence for the operator: what is wrong and what to
/// do.
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartRefused(String sentence) {
        super(sentence);
    }

    StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /// Why the server cannot start, in one sentence.
    String sentence() {
        return String.valueOf(getMessage());
    }
}
