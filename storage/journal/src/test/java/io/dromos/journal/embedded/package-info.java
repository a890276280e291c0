/// Tests of the embedded store.
@NullMarked
package io.dromos.journal.embedded;

import org.jspecify.annotations.NullMarked;
