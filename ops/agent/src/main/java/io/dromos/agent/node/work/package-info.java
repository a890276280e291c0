/// The two kinds of work a task can be: a command, or a Docker container.
@NullMarked
package io.dromos.agent.node.work;

import org.jspecify.annotations.NullMarked;
