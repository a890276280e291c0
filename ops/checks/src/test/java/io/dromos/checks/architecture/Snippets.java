package io.dromos.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/// Classes that nobody should write, compiled, each to be read as ArchUnit reads ours.
///
/// @param files the class file of each rule's class
record Snippets(Map<Rule, Path> files) {

    /// None.
    static final Snippets NONE = new Snippets(Map.of());

    /// Compiles the class that breaks each rule.
    static Snippets compile(List<Rule> rules, Path directory) throws IOException {
        var classes = Files.createDirectories(directory.resolve("classes"));
        var sources = new ArrayList<Path>();
        var files = new HashMap<Rule, Path>();
        for (var rule : rules) {
            var name = "Snippet" + files.size();
            sources.add(Files.writeString(directory.resolve(name + ".java"), rule.snippet(name)));
            var folder = classes.resolve(rule.inPackage().replace('.', '/'));
            files.put(rule, folder.resolve(name + ".class"));
        }
        run(sources, classes);
        return new Snippets(Map.copyOf(files));
    }

    private static void run(List<Path> sources, Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options =
                    List.of(
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            classes.toString());
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = compiler.getTask(errors, files, null, options, null, units);
            assertThat(task.call()).as(errors.toString()).isTrue();
        }
    }

    /// The class that breaks a rule.
    JavaClasses of(Rule rule) {
        var file = files.get(rule);
        if (file == null) throw new IllegalArgumentException("Not compiled: " + rule);
        return new ClassFileImporter().importPath(file);
    }
}
