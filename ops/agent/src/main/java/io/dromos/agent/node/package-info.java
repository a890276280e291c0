/// The embedded agent: runs tasks as real processes and Docker containers and reports how they
/// fare.
@NullMarked
package io.dromos.agent.node;

import org.jspecify.annotations.NullMarked;
