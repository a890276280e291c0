package io.dromos.checks.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The page on limits as it is written: a table for each class that holds limits.
///
/// @param rows of all tables
record LimitsPage(List<Row> rows) {

    private static final Pattern HEADING = Pattern.compile("## .*: `([\\w.$]+)`");
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)`[^|]*\\| ([^|]*) \\| .* \\| ([^|]*) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    /// One limit.
    ///
    /// @param holder the class that has it
    /// @param name of the component or constant
    /// @param value as the page has it
    /// @param tests that prove it, as `Class.method`
    record Row(String holder, String name, String value, List<String> tests) {}

    static LimitsPage of(String text) {
        var rows = new ArrayList<Row>();
        var holder = "";
        for (var line : text.lines().toList()) {
            var heading = HEADING.matcher(line);
            var row = ROW.matcher(line);
            if (heading.matches()) holder = heading.group(1);
            else if (row.matches())
                rows.add(new Row(holder, row.group(1), row.group(2), tests(row.group(3))));
        }
        return new LimitsPage(rows);
    }

    private static List<String> tests(String cell) {
        return TEST.matcher(cell)
                .results()
                .map(found -> found.group(1) + "." + found.group(2))
                .toList();
    }

    /// The limits of one class.
    List<String> names(String holder) {
        return rows.stream().filter(row -> row.holder().equals(holder)).map(Row::name).toList();
    }
}
