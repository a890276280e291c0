/// Names for running tasks: DNS records rendered from the views and a thin server.
@NullMarked
package io.dromos.discovery;

import org.jspecify.annotations.NullMarked;
