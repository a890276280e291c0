/// The log in a PostgreSQL database, which several nodes share.
@NullMarked
package io.dromos.journal.postgres;

import org.jspecify.annotations.NullMarked;
