/// Docker containers through the docker command line.
@NullMarked
package io.dromos.agent.node.docker;

import org.jspecify.annotations.NullMarked;
