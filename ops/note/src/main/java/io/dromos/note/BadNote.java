package io.dromos.note;

/// A text is no note, key or checkpoint, with a sentence that says why.
public final class BadNote extends Exception {
    private static final long serialVersionUID = 1L;

    BadNote(String sentence) {
        super(sentence, null, false, false);
    }

    /// What to tell.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
