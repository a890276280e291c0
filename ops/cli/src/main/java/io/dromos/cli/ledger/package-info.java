/// The log itself, through a server or as it lies in its store.
@NullMarked
package io.dromos.cli.ledger;

import org.jspecify.annotations.NullMarked;
