/// What the facts of an aggregate add up to: immutable states and `evolve`, which never refuses.
@NullMarked
package io.dromos.events.state;

import org.jspecify.annotations.NullMarked;
