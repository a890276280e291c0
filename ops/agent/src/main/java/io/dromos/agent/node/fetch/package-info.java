/// Brings a task's URIs into its sandbox.
@NullMarked
package io.dromos.agent.node.fetch;

import org.jspecify.annotations.NullMarked;
