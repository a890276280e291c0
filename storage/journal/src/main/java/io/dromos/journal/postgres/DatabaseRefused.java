package io.dromos.journal.postgres;

/// The log cannot be opened in this database. Its message is one sentence: what is wrong and what
/// to do.
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseRefused(String sentence) {
        super(sentence);
    }

    DatabaseRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
