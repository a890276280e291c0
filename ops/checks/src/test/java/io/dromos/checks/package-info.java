/// Tests that see everything: the architecture, the sources' tidiness and the whole product at
/// work.
@NullMarked
package io.dromos.checks;

import org.jspecify.annotations.NullMarked;
