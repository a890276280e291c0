/// The agent and its tasks, from an order to the last acknowledged update.
@NullMarked
package io.dromos.agent.node.life;

import org.jspecify.annotations.NullMarked;
