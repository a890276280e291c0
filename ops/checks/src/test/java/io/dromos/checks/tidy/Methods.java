package io.dromos.checks.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.dromos.checks.tidy.Repository.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Finds the methods of a source by the compiler's own parser.
final class Methods {

    private Methods() {}

    /// One method with a body.
    ///
    /// @param path of its source
    /// @param line where its modifiers or type begin
    /// @param lines from there to its closing brace
    record Method(String path, String name, long line, long lines) {}

    /// Those of all sources, which one task parses: it takes longer to begin than to parse a file.
    static List<Method> of(List<Source> sources) {
        var files = sources.stream().map(Methods::file).toList();
        var task =
                (JavacTask)
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(null, null, _ -> {}, List.of("-proc:none"), null, files);
        var found = new ArrayList<Method>();
        try {
            for (var unit : task.parse()) new Finder(Trees.instance(task), unit, found).scan();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static JavaFileObject file(Source source) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + source.path()), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.text();
            }
        };
    }

    private static final class Finder extends TreeScanner<Void, Void> {

        private final Trees trees;
        private final CompilationUnitTree unit;
        private final List<Method> found;

        Finder(Trees trees, CompilationUnitTree unit, List<Method> found) {
            this.trees = trees;
            this.unit = unit;
            this.found = found;
        }

        void scan() {
            scan(unit, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            Tree body = method.getBody();
            if (body != null) {
                var positions = trees.getSourcePositions();
                long first = line(positions.getStartPosition(unit, method));
                long last = line(positions.getEndPosition(unit, body));
                var path = unit.getSourceFile().toUri().getPath().substring(1);
                found.add(new Method(path, method.getName().toString(), first, last - first + 1));
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
