/// The ordered feed of committed facts and the read views folded from it.
@NullMarked
package io.dromos.feed;

import org.jspecify.annotations.NullMarked;
