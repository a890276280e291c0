/// Status updates of a task: ordered, one outstanding, repeated until acknowledged.
@NullMarked
package io.dromos.agent.node.updates;

import org.jspecify.annotations.NullMarked;
