/// The commands for applications.
@NullMarked
package io.dromos.cli.app;

import org.jspecify.annotations.NullMarked;
