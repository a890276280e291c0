/// What is wanted: changes, the rules by which they are admitted, and the plan that carries them
/// out.
@NullMarked
package io.dromos.domain.catalog;

import org.jspecify.annotations.NullMarked;
