package io.dromos.mesos;

import io.dromos.domain.mesos.SchedulerCall;
import java.io.IOException;

/// Writes calls as bytes.
interface CallEncoder {

    /// @throws IOException if the call cannot be written
    /// @throws IllegalArgumentException if the call contradicts itself
    byte[] encode(SchedulerCall call) throws IOException;
}
