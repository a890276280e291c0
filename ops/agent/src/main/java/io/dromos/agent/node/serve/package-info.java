/// What the agent shows over HTTP: its state, its containers and the files of its sandboxes.
@NullMarked
package io.dromos.agent.node.serve;

import org.jspecify.annotations.NullMarked;
