package io.dromos.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Rows in columns that fit a width. If they do not, the widest columns are narrowed until they do,
/// and what does not fit in them ends in `…`.
public final class Table {

    /// No column gets narrower; on terminals too narrow even for this, lines are cut.
    static final int COLUMN_MIN = 4;

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    /// A table with these headings.
    public Table(String... headings) {
        this.columns = headings.length;
        rows.add(List.of(headings));
    }

    /// Adds a row with a cell for each heading.
    public Table row(Object... cells) {
        if (cells.length != columns)
            throw new IllegalArgumentException(
                    columns + " cells are wanted, not " + Arrays.toString(cells));
        rows.add(Arrays.stream(cells).map(String::valueOf).map(Table::plain).toList());
        return this;
    }

    /// The lines, headings first.
    ///
    /// @param width the most characters in a line; empty: any number
    public List<String> lines(OptionalInt width) {
        var widths = natural();
        if (width.isPresent()) narrow(widths, width.getAsInt() - GAP.length() * (columns - 1));
        return rows.stream().map(row -> line(row, widths, width)).toList();
    }

    /// Control characters of what others wrote do not reach the terminal.
    private static String plain(String cell) {
        return cell.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private int[] natural() {
        var widths = new int[columns];
        for (var row : rows)
            for (int i = 0; i < columns; i++) widths[i] = Math.max(widths[i], length(row.get(i)));
        return widths;
    }

    private static void narrow(int[] widths, int room) {
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) if (widths[i] > widths[widest]) widest = i;
            if (widths[widest] <= COLUMN_MIN) return;
            widths[widest]--;
        }
    }

    private static String line(List<String> row, int[] widths, OptionalInt width) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = cut(row.get(i), widths[i]);
            line.append(cell).append(" ".repeat(widths[i] - length(cell))).append(GAP);
        }
        var text = line.toString().stripTrailing();
        return width.isPresent() ? cut(text, width.getAsInt()) : text;
    }

    /// Text in at most so many characters; a mark at its end tells that some are left out.
    static String cut(String text, int width) {
        if (length(text) <= width) return text;
        int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
        return text.substring(0, end) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
