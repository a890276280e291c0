/// Where tasks go and how they get there: placement, the launch book, updates and reconciliation.
@NullMarked
package io.dromos.domain.scheduling;

import org.jspecify.annotations.NullMarked;
