package io.dromos.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Marathon's label selectors: conditions joined by commas, each `key`, `key==v`, `key!=v`, `key in
/// (a,b)` or `key notin (a,b)`. All of them ask that the label be there.
final class LabelSelector {

    private final String text;
    private int at;

    private LabelSelector(String text) {
        this.text = text;
    }

    /// A selector that cannot be read.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason);
        }
    }

    /// Reads a selector; an empty one takes everything.
    static Predicate<Map<String, String>> parse(String text) throws Malformed {
        if (text.isBlank()) return _ -> true;
        var parser = new LabelSelector(text);
        var conditions = new ArrayList<Predicate<Map<String, String>>>();
        conditions.add(parser.condition());
        while (parser.take(",")) conditions.add(parser.condition());
        parser.blanks();
        if (parser.at < text.length()) throw parser.expected("a comma or the end");
        return labels -> conditions.stream().allMatch(condition -> condition.test(labels));
    }

    private Predicate<Map<String, String>> condition() throws Malformed {
        var key = term();
        if (take("==")) return equal(key, term());
        if (take("!=")) {
            var value = term();
            return labels -> labels.containsKey(key) && !value.equals(labels.get(key));
        }
        blanks();
        if (takeWord("notin")) {
            var set = Set.copyOf(set());
            return labels -> labels.containsKey(key) && !set.contains(labels.get(key));
        }
        if (takeWord("in")) {
            var set = Set.copyOf(set());
            return labels -> labels.containsKey(key) && set.contains(labels.get(key));
        }
        return labels -> labels.containsKey(key);
    }

    private static Predicate<Map<String, String>> equal(String key, String value) {
        return labels -> value.equals(labels.get(key));
    }

    private List<String> set() throws Malformed {
        if (!take("(")) throw expected("'('");
        var values = new ArrayList<String>();
        values.add(term());
        while (take(",")) values.add(term());
        if (!take(")")) throw expected("')'");
        return values;
    }

    private String term() throws Malformed {
        blanks();
        var term = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '\\' && at + 1 < text.length()) {
                term.append(text.charAt(at + 1));
                at += 2;
            } else if (isPlain(next)) {
                term.append(next);
                at++;
            } else break;
        }
        if (term.isEmpty()) throw expected("a label or a value");
        return term.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private boolean takeWord(String word) {
        int end = at + word.length();
        boolean whole = end >= text.length() || !isPlain(text.charAt(end));
        return whole && take(word);
    }

    private boolean take(String token) {
        blanks();
        if (!text.startsWith(token, at)) return false;
        at += token.length();
        return true;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private Malformed expected(String what) {
        return new Malformed("expected " + what + " at character " + (at + 1));
    }
}
