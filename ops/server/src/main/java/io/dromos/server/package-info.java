/// The process that wires everything together.
@NullMarked
package io.dromos.server;

import org.jspecify.annotations.NullMarked;
