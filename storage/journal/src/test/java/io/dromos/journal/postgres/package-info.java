/// Checks the log in a PostgreSQL database on a real server.
@NullMarked
package io.dromos.journal.postgres;

import org.jspecify.annotations.NullMarked;
