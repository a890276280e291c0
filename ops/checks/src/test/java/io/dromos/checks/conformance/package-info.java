/// Holds recorded conversations with a real Marathon against the real server and agent.
@NullMarked
package io.dromos.checks.conformance;

import org.jspecify.annotations.NullMarked;
