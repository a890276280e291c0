/// How a command ends.
@NullMarked
package io.dromos.cli.outcome;

import org.jspecify.annotations.NullMarked;
