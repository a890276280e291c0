/// Running small programs and reading their output, within bounds.
@NullMarked
package io.dromos.agent.node.tool;

import org.jspecify.annotations.NullMarked;
