/// Akka shells that carry messages between the pure functions, the journal and the wires.
@NullMarked
package io.dromos.actors;

import org.jspecify.annotations.NullMarked;
