package io.dromos.checks.tidy;

import io.dromos.cli.Main;
import io.dromos.cli.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The commands that a document tells its readers to type.
final class Commands {

    private static final Pattern SCRIPT = Pattern.compile("ops/bin/[a-z-]+");

    /// `dromos` with up to two words, where a command may begin.
    private static final Pattern DROMOS =
            Pattern.compile("(?:^|\\| |`|ops/bin/)dromos((?: [a-z]+){1,2})");

    private Commands() {}

    /// What of it does not exist, as `word: what is wrong`.
    static List<String> missing(String document, Path root) {
        var missing = new ArrayList<String>();
        for (var line : document.lines().toList()) {
            for (var script : SCRIPT.matcher(line).results().toList())
                if (!Files.isExecutable(root.resolve(script.group())))
                    missing.add(script.group() + ": no such program");
            for (var command : DROMOS.matcher(line.strip()).results().toList())
                if (!isKnown(command.group(1).strip().split(" ")))
                    missing.add("dromos" + command.group(1) + ": no such command");
        }
        return missing;
    }

    /// A second word may be an argument of the command that the first one names.
    private static boolean isKnown(String... words) {
        return explains(words) || (words.length > 1 && explains(words[0]) && !isGroup(words[0]));
    }

    private static boolean isGroup(String word) {
        return !explains(word, "no-such-word") && help(word).contains("Commands:");
    }

    private static boolean explains(String... words) {
        return help(words).contains("Usage: dromos " + String.join(" ", words));
    }

    private static String help(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--help");
        var out = new StringWriter();
        var terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(new StringWriter()), Map.of());
        Main.run(terminal, all.toArray(String[]::new));
        return out.toString();
    }
}
