/// The commands for groups of applications.
@NullMarked
package io.dromos.cli.group;

import org.jspecify.annotations.NullMarked;
