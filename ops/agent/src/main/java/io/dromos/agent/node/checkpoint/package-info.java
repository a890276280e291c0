/// What the agent writes down so that tasks outlive it.
@NullMarked
package io.dromos.agent.node.checkpoint;

import org.jspecify.annotations.NullMarked;
