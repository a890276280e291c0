/// A small HTTP/1.1 server on virtual threads, shared by the embedded master and agent; it knows
/// bytes, not Mesos.
@NullMarked
package io.dromos.agent.http;

import org.jspecify.annotations.NullMarked;
