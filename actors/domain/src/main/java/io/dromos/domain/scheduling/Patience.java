package io.dromos.domain.scheduling;

import java.util.regex.Pattern;

/// A text that lets a pattern look at it only so often, so that a pattern written without care, or
/// with malice, cannot hold up the scheduler.
final class Patience implements CharSequence {

    private static final int LOOKS_MAX = 100_000;

    private final String text;
    private int looks;

    private Patience(String text) {
        this.text = text;
    }

    /// Whether the whole text matches; a pattern that needs too long does not.
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Patience(text)).matches();
        } catch (OutOfPatience | StackOverflowError _) {
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > LOOKS_MAX) throw new OutOfPatience();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class OutOfPatience extends RuntimeException {
        OutOfPatience() {
            super("Too many looks", null, false, false);
        }
    }
}
