/// The command for the event stream.
@NullMarked
package io.dromos.cli.event;

import org.jspecify.annotations.NullMarked;
