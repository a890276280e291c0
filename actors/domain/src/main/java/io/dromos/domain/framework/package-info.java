/// Who we are to Mesos: the framework's id, the scheduler's number, the agents that were seen.
@NullMarked
package io.dromos.domain.framework;

import org.jspecify.annotations.NullMarked;
