/// One deployment from its admission to its end: which step is at work and what is asked of whom.
@NullMarked
package io.dromos.domain.deployment;

import org.jspecify.annotations.NullMarked;
