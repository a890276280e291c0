/// The commands that start, show and stop Dromos on this machine.
@NullMarked
package io.dromos.cli.local;

import org.jspecify.annotations.NullMarked;
