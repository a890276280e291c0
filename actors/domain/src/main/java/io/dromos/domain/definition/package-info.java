/// The rules of a definition: defaults, merging, validation with path and message.
@NullMarked
package io.dromos.domain.definition;

import org.jspecify.annotations.NullMarked;
