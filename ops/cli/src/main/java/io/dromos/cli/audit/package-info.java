/// Reads the log of a server: who changed what, when and why, and what came of it.
@NullMarked
package io.dromos.cli.audit;

import org.jspecify.annotations.NullMarked;
