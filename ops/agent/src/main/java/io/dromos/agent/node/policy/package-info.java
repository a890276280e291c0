/// What a task may not ask of the machine unless the operator allows it.
@NullMarked
package io.dromos.agent.node.policy;

import org.jspecify.annotations.NullMarked;
