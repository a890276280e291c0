/// The language of the system: ids, specifications, facts with their origin, states and `evolve`.
@NullMarked
package io.dromos.events;

import org.jspecify.annotations.NullMarked;
