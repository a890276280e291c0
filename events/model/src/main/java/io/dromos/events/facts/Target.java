package io.dromos.events.facts;

import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import java.util.List;
import java.util.Optional;

/// What an application is to become.
public sealed interface Target {

    /// The version of the definition or of the removal.
    Version version();

    /// Run this definition.
    ///
    /// @param victims instances that go for good, named by whoever asked for fewer, if he named any
    record Run(
            Version version,
            VersionInfo info,
            ApplicationSpec spec,
            Optional<List<InstanceId>> victims)
            implements Target {
        /// Copies what it is given.
        public Run {
            victims = victims.map(List::copyOf);
        }

        /// Where nobody is named.
        public Run(Version version, VersionInfo info, ApplicationSpec spec) {
            this(version, info, spec, Optional.empty());
        }
    }

    /// Stop everything and be gone.
    record Remove(Version version) implements Target {}
}
