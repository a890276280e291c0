package io.dromos.checks.tidy;

import io.dromos.checks.tidy.Repository.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a file may not be. Each rule names what it found, as `path:line: what is wrong`.
final class TidyRules {

    /// Longest file.
    static final int FILE_LINES_MAX = 300;

    /// Longer ones that were agreed on, each with the reason.
    static final Map<String, String> AGREED = agreed();

    /// Longest method, from its modifiers to its closing brace.
    static final int METHOD_LINES_MAX = 70;

    /// Words that say that something is left undone; put together here, so that this file has none.
    private static final Pattern UNDONE =
            Pattern.compile(
                    "\\b(%s)\\b"
                            .formatted(String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X")));

    /// Paths and words of the machines and tools that the sources were written with.
    private static final Pattern STRAY =
            Pattern.compile(
                    "/" + "work/|/" + "tmp/tools|\\bwork" + "tree\\b|\\bsub" + "agent",
                    Pattern.CASE_INSENSITIVE);

    /// Names that say nothing of what the type is for.
    private static final Pattern VAGUE =
            Pattern.compile(
                    "\\b(?:class|interface|record|enum) (\\w*(?:Utils?|Manager|Impl|Helpers?))\\b");

    private static final Pattern SENTENCE =
            Pattern.compile("\\A(?:///.*\\n)*/// .*[.:]\\n@NullMarked\\npackage ");

    private TidyRules() {}

    private static Map<String, String> agreed() {
        var cases = "cases of one subject under one fixture, each read by itself";
        return Map.of(
                "journal/conformance/LogConformance.java",
                "the contract of the log, case by case, in the order of its promises",
                "journal/disk/MemoryDisk.java",
                "one disk that forgets, tears, fills up, fails and stalls",
                "domain/catalog/CatalogTest.java",
                cases,
                "domain/scheduling/PlacementTest.java",
                cases,
                "domain/scheduling/SchedulerTest.java",
                cases,
                "domain/scheduling/LaunchProtocolTest.java",
                cases,
                "agent/node/RecoveryTest.java",
                cases,
                "agent/node/CommandTaskTest.java",
                cases,
                "agent/node/DockerTaskTest.java",
                cases);
    }

    static Stream<String> tooLong(Source source) {
        int lines = source.lines().size();
        boolean agreed = AGREED.keySet().stream().anyMatch(source.path()::endsWith);
        return source.isJava() && !agreed && lines > FILE_LINES_MAX
                ? Stream.of(
                        "%s: %d lines, more than %d"
                                .formatted(source.path(), lines, FILE_LINES_MAX))
                : Stream.empty();
    }

    static Stream<String> longMethods(List<Source> sources) {
        return Methods.of(sources.stream().filter(Source::isJava).toList()).stream()
                .filter(method -> method.lines() > METHOD_LINES_MAX)
                .map(method ->
                        "%s:%d: %s has %d lines, more than %d"
                                .formatted(
                                        method.path(),
                                        method.line(),
                                        method.name(),
                                        method.lines(),
                                        METHOD_LINES_MAX));
    }

    static Stream<String> undone(Source source) {
        return lines(source, UNDONE, "something is left undone");
    }

    static Stream<String> strayWords(Source source) {
        return lines(source, STRAY, "a word of the place where it was written");
    }

    static Stream<String> vagueNames(Source source) {
        return source.isJava()
                ? lines(source, VAGUE, "a type is named by what it is for")
                : Stream.empty();
    }

    /// A package is explained, and marked for the null checker, in its own file.
    static Stream<String> packageSentence(Source source) {
        if (!source.path().endsWith("/package-info.java")) return Stream.empty();
        return SENTENCE.matcher(source.text()).find()
                ? Stream.empty()
                : Stream.of(source.path() + ": wants a `///` sentence, then @NullMarked");
    }

    /// Packages that have classes, but no `package-info.java`, neither beside them nor in `main`.
    /// An example is one file and in no package, so that `java FILE` runs it; a README explains it.
    static List<String> unexplainedPackages(List<Source> sources) {
        var explained = new TreeSet<String>();
        for (var source : sources)
            if (source.path().endsWith("/package-info.java")) explained.add(folder(source.path()));
        var unexplained = new TreeSet<String>();
        for (var source : sources)
            if (source.isJava()
                    && !source.path().startsWith("ops/examples/")
                    && !isExplained(folder(source.path()), explained))
                unexplained.add(folder(source.path()));
        return new ArrayList<>(unexplained);
    }

    private static boolean isExplained(String folder, Set<String> explained) {
        return explained.contains(folder)
                || explained.contains(folder.replace("/src/test/", "/src/main/"));
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static Stream<String> lines(Source source, Pattern pattern, String what) {
        var found = new ArrayList<String>();
        var lines = source.lines();
        for (int i = 0; i < lines.size(); i++)
            if (pattern.matcher(lines.get(i)).find())
                found.add(
                        "%s:%d: %s: %s"
                                .formatted(source.path(), i + 1, what, lines.get(i).strip()));
        return found.stream();
    }
}
