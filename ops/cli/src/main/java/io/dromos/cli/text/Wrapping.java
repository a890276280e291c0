package io.dromos.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Breaks text between words. A longer word, such as an id, has a line of its own and is not
/// broken, so that it can be copied.
final class Wrapping {

    private Wrapping() {}

    /// The text in lines of at most so many characters, but for longer words; at least one line.
    static List<String> lines(String text, int width) {
        if (Table.length(text) <= width) return List.of(text);
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            boolean fits = Table.length(line.toString()) + 1 + Table.length(word) <= width;
            if (!line.isEmpty() && !fits) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
