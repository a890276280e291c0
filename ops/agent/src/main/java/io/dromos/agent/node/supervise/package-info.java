/// The small script that outlives the agent beside each task, and the files by which the two talk.
@NullMarked
package io.dromos.agent.node.supervise;

import org.jspecify.annotations.NullMarked;
