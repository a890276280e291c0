/// Decisions as pure functions: what a command does to a state, where a task goes, what should be
/// true outside.
@NullMarked
package io.dromos.domain;

import org.jspecify.annotations.NullMarked;
