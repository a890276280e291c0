package io.dromos.cli.task;

import io.dromos.cli.http.Api;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Writes each line it is given as a JSON object in a line of its own, `{"line": …}`. The last one
/// comes at the close if nothing ended it.
final class JsonLines extends OutputStream {

    /// A line that is longer comes in pieces, of which all but the last have `"more": true`; bytes.
    static final int LINE_MAX = 1 << 20;

    private final PrintStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    JsonLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) {
        if (value == '\n') {
            print(false);
            return;
        }
        if (line.size() == LINE_MAX) print(true);
        line.write(value);
    }

    private void print(boolean more) {
        var json = Api.JSON.createObjectNode().put("line", line.toString(StandardCharsets.UTF_8));
        if (more) json.put("more", true);
        line.reset();
        out.print(json + "\n");
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        if (line.size() > 0) print(false);
        out.flush();
    }
}
