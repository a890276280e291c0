/// Whole-path benchmarks: each figure beside its budget, with physical probes of the same run.
@NullMarked
package io.dromos.bench;

import org.jspecify.annotations.NullMarked;
