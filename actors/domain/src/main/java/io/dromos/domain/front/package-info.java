/// What the aggregates' fronts say to each other: decided here, so that actors only carry it, and a
/// simulation runs the same code.
@NullMarked
package io.dromos.domain.front;

import org.jspecify.annotations.NullMarked;
