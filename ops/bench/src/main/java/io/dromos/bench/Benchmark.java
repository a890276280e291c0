package io.dromos.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Something that is measured.
interface Benchmark {

    /// By which it is asked for on the command line.
    String name();

    /// What it measures, in one line, with the row of the targets.
    String about();

    /// Measures.
    ///
    /// @param run where to keep data, how much to do, and where figures go
    void measure(Run run) throws IOException, InterruptedException;

    /// One run of a benchmark.
    ///
    /// @param data a directory for its data, which exists
    /// @param full whether to measure at the size of the targets, which takes minutes, or smaller
    /// @param out takes each figure as soon as it is known
    record Run(Path data, boolean full, Consumer<Figure> out) {

        void add(Figure figure) {
            out.accept(figure);
        }

        /// A number for each of the two sizes.
        int pick(int quick, int whole) {
            return full ? whole : quick;
        }
    }
}
