/// Rollouts of the real server and agents, watched from outside: by a load that counts each failed
/// request, and by the agents' own word.
@NullMarked
package io.dromos.checks.rollout;

import org.jspecify.annotations.NullMarked;
