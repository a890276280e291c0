/// Marathon JSON to domain values and back: shapes, old and new formats, errors.
@NullMarked
package io.dromos.json;

import org.jspecify.annotations.NullMarked;
