/// The log: every fact in one order, synced before it is acknowledged, framed and chained.
@NullMarked
package io.dromos.journal;

import org.jspecify.annotations.NullMarked;
