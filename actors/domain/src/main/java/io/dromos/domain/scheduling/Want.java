package io.dromos.domain.scheduling;

import io.dromos.events.AppId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;

/// Instances an application wants to see launched, all alike.
///
/// @param app whose instances
/// @param version of the definition
/// @param spec the definition
/// @param config the configuration: `lastConfigChangeAt` of the definition
/// @param count how many more than are planned or live already; 0 for none
/// @param counted where active instances of this configuration are, as far as constraints ask
public record Want(
        AppId app,
        Version version,
        ApplicationSpec spec,
        Version config,
        int count,
        Tally counted) {

    /// @throws IllegalArgumentException if the count is negative
    public Want {
        if (count < 0) throw new IllegalArgumentException("A negative want of " + app);
    }

    /// The same want for another number.
    public Want withCount(int other) {
        return new Want(app, version, spec, config, other, counted);
    }
}
