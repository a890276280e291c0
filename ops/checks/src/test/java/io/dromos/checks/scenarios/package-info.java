/// What Marathon's own integration suites try, against the real server and agents; the table of it
/// is `ops/docs/scenarios.md`.
@NullMarked
package io.dromos.checks.scenarios;

import org.jspecify.annotations.NullMarked;
