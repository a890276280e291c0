/// Sums of resources and status updates, in the words of Mesos.
@NullMarked
package io.dromos.agent.node.mesos;

import org.jspecify.annotations.NullMarked;
