package io.dromos.checks.conformance;

/// Where an answer is not as it was recorded.
///
/// @param place what of the answer, as a path
record Difference(String place, String expected, String got) {

    private static final int LENGTH_MAX = 200;

    /// The same at a place within this one.
    Difference within(String outer) {
        return new Difference(outer + place, expected, got);
    }

    @Override
    public String toString() {
        return "%s\n    expected %s\n    got      %s".formatted(place, cut(expected), cut(got));
    }

    private static String cut(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
    }
}
