/// Memory and CPU limits by control groups, version 1 and 2.
@NullMarked
package io.dromos.agent.node.cgroup;

import org.jspecify.annotations.NullMarked;
