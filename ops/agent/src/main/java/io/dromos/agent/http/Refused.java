package io.dromos.agent.http;

/// A request that cannot be read as it stands: the status and the sentence to answer it with.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String sentence;

    /// A refusal that ends the request.
    public Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
        this.sentence = message;
    }

    /// The status to answer.
    public int status() {
        return status;
    }

    /// The sentence to answer.
    public String sentence() {
        return sentence;
    }
}
