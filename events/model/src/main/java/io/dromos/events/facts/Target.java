package io.dromos.events.facts;

import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;

/// What an application is to become.
public sealed interface Target {

    /// The version of the definition or of the removal.
    Version version();

    /// Run this definition.
    record Run(Version version, VersionInfo info, ApplicationSpec spec) implements Target {}

    /// Stop everything and be gone.
    record Remove(Version version) implements Target {}
}
