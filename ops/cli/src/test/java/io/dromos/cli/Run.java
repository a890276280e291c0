package io.dromos.cli;

import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/// A command that was run to its end.
record Run(int code, String out, String err) {

    static Run of(Map<String, String> environment, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var quiet = new HashMap<>(Map.of("DROMOS_DATA", "/nonexistent"));
        quiet.putAll(environment);
        int code = Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), quiet), words);
        return new Run(code, out.toString(), err.toString());
    }

    static Run at(ScriptedServer server, String... words) {
        return of(Map.of("DROMOS_URL", server.url()), words);
    }
}
