/// The processes of one Dromos on this machine: starting, watching and ending them, and finding
/// them again.
@NullMarked
package io.dromos.cli.run;

import org.jspecify.annotations.NullMarked;
