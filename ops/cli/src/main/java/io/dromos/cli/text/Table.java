package io.dromos.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Rows in columns that fit a width. If they do not, the widest columns are narrowed, and what does
/// not fit in them ends in `…`; if that is not enough, columns are left out from the right. Columns
/// that hold what people copy, such as ids, are kept whole, even where a line gets too wide.
public final class Table {

    /// No column gets narrower; on terminals too narrow even for this, lines are cut.
    static final int COLUMN_MIN = 8;

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;
    private final BitSet whole = new BitSet();
    private boolean wraps;

    /// A table with these headings.
    public Table(String... headings) {
        this.columns = headings.length;
        rows.add(List.of(headings));
    }

    /// Keeps the column of a heading: it is neither cut nor left out.
    public Table whole(String heading) {
        int at = rows.getFirst().indexOf(heading);
        if (at < 0) throw new IllegalArgumentException("There is no column " + heading);
        whole.set(at);
        return this;
    }

    /// Goes on in further lines where the last column is too narrow, instead of cutting it.
    public Table wrapping() {
        wraps = true;
        return this;
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
    /// @param width how many characters a line should have at most; empty: any number
    public List<String> lines(OptionalInt width) {
        var shown = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        var widths = natural();
        if (width.isPresent()) {
            narrow(shown, widths, width.getAsInt());
            while (isTooWide(shown, widths, width.getAsInt()) && leaveOut(shown))
                narrow(shown, widths, width.getAsInt());
        }
        return rows.stream().flatMap(row -> lines(row, shown, widths, width).stream()).toList();
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

    private static boolean isTooWide(List<Integer> shown, int[] widths, int width) {
        int gaps = GAP.length() * (shown.size() - 1);
        return shown.stream().mapToInt(column -> widths[column]).sum() + gaps > width;
    }

    private void narrow(List<Integer> shown, int[] widths, int width) {
        while (isTooWide(shown, widths, width)) {
            int widest = -1;
            for (int column : shown)
                if (!whole.get(column) && (widest < 0 || widths[column] > widths[widest]))
                    widest = column;
            if (widest < 0 || widths[widest] <= COLUMN_MIN) return;
            widths[widest]--;
        }
    }

    private boolean leaveOut(List<Integer> shown) {
        for (int i = shown.size() - 1; i > 0; i--) {
            if (whole.get(shown.get(i))) continue;
            shown.subList(i, i + 1).clear();
            return true;
        }
        return false;
    }

    private List<String> lines(
            List<String> row, List<Integer> shown, int[] widths, OptionalInt width) {
        int last = shown.getLast();
        if (!wraps) return List.of(line(row, shown, widths, width));
        var parts = Wrapping.lines(row.get(last), widths[last]);
        var lines = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var cells = new ArrayList<>(i == 0 ? row : row.stream().map(_ -> "").toList());
            cells.set(last, parts.get(i));
            lines.add(line(cells, shown, widths, width));
        }
        return lines;
    }

    private String line(List<String> row, List<Integer> shown, int[] widths, OptionalInt width) {
        var line = new StringBuilder();
        for (int column : shown) {
            boolean isWhole = whole.get(column) || (wraps && column == shown.getLast());
            var cell = isWhole ? row.get(column) : cut(row.get(column), widths[column]);
            line.append(cell)
                    .append(" ".repeat(Math.max(0, widths[column] - length(cell))))
                    .append(GAP);
        }
        var text = line.toString().stripTrailing();
        boolean isCut = width.isPresent() && whole.isEmpty() && !wraps;
        return isCut ? cut(text, width.getAsInt()) : text;
    }

    /// Text in at most so many characters; a mark at its end tells that some are left out.
    public static String cut(String text, int width) {
        if (length(text) <= width) return text;
        int end = text.offsetByCodePoints(0, Math.max(0, width - 1));
        return text.substring(0, end) + "…";
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
