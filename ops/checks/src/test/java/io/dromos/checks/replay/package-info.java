/// The decisions in one thread over a toy Mesos, with every fact stored and read back: what lives
/// is what is replayed.
@NullMarked
package io.dromos.checks.replay;

import org.jspecify.annotations.NullMarked;
