/// The embedded Mesos-compatible master and agent that run real processes and containers.
@NullMarked
package io.dromos.agent;

import org.jspecify.annotations.NullMarked;
