/// Checks of tasks: how they are made, what a result means, and what of it is told. Decisions are
/// values without a clock; probes at the edge only ask.
@NullMarked
package io.dromos.agent.node.health;

import org.jspecify.annotations.NullMarked;
