/// How facts are stored: names that are for ever, a JSON codec and upcasters.
@NullMarked
package io.dromos.schema;

import org.jspecify.annotations.NullMarked;
