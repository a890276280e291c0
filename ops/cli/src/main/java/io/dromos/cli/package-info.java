/// The command line; it speaks HTTP to the server like any stranger.
@NullMarked
package io.dromos.cli;

import org.jspecify.annotations.NullMarked;
