/// The protocol between our master and our agents, and the Mesos JSON both speak.
@NullMarked
package io.dromos.agent.link;

import org.jspecify.annotations.NullMarked;
