/// Ends the process at a chosen instant, so that tests can see what survives it.
@NullMarked
package io.dromos.server.crash;

import org.jspecify.annotations.NullMarked;
