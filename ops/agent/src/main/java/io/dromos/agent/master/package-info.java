/// The embedded Mesos-compatible master: pure books, a single-threaded shell around them, and HTTP.
@NullMarked
package io.dromos.agent.master;

import org.jspecify.annotations.NullMarked;
