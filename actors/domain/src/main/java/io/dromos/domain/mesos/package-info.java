/// What the scheduler says to Mesos and hears from it, in domain terms: no protobuf, no HTTP.
@NullMarked
package io.dromos.domain.mesos;

import org.jspecify.annotations.NullMarked;
