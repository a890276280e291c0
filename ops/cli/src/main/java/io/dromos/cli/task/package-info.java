/// The commands for tasks.
@NullMarked
package io.dromos.cli.task;

import org.jspecify.annotations.NullMarked;
