/// Kills the real processes under load, again and again, and asks the agents' own ledger what ran.
@NullMarked
package io.dromos.checks.cuts;

import org.jspecify.annotations.NullMarked;
