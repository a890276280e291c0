/// Agents inside the master's process that run nothing: same orders, same reports, no process.
@NullMarked
package io.dromos.agent.simulated;

import org.jspecify.annotations.NullMarked;
