/// The scheduler against a toy Mesos, a toy log and toy applications, all under one clock and one
/// source of chance.
@NullMarked
package io.dromos.domain.scheduling.model;

import org.jspecify.annotations.NullMarked;
