package io.dromos.checks.tidy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The files of this repository that belong to it.
public final class Repository {

    private static final List<String> TEXT =
            List.of(
                    ".java",
                    ".xml",
                    ".md",
                    ".sh",
                    ".json",
                    ".conf",
                    ".properties",
                    ".yml",
                    ".html");

    private Repository() {}

    /// One text file.
    ///
    /// @param path relative to the root, with `/`
    /// @param text its whole content
    public record Source(String path, String text) {

        boolean isJava() {
            return path.endsWith(".java");
        }

        boolean isTest() {
            return path.contains("/src/test/");
        }

        List<String> lines() {
            return text.lines().toList();
        }
    }

    /// The directory that holds the parent's `pom.xml`.
    public static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent())
            if (Files.exists(at.resolve("events/model/pom.xml"))) return at;
        throw new IllegalStateException("Run the tests somewhere inside the repository");
    }

    /// The text files that are, or are about to be, under version control.
    ///
    /// Where there is no version control, as in an unpacked archive, every file outside of `target`
    /// counts.
    static List<Source> sources() throws IOException, InterruptedException {
        var root = root();
        var sources = new ArrayList<Source>();
        for (var path : paths(root)) {
            var file = root.resolve(path);
            if (Files.isRegularFile(file) && isText(path))
                sources.add(new Source(path, Files.readString(file)));
        }
        return sources;
    }

    private static boolean isText(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return !name.contains(".") || TEXT.stream().anyMatch(name::endsWith);
    }

    private static List<String> paths(Path root) throws IOException, InterruptedException {
        if (!Files.exists(root.resolve(".git"))) return walked(root);
        var git =
                new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard")
                        .directory(root.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor(30, TimeUnit.SECONDS) && git.exitValue() == 0
                ? text.lines().toList()
                : walked(root);
    }

    private static List<String> walked(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(path -> !path.matches("(.*/)?(target|\\.git|\\.m2|node_modules)/.*"))
                    .toList();
        }
    }
}
