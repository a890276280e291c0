package io.dromos.events.facts;

import io.dromos.events.Version;

/// When a definition last changed, and how.
///
/// @param lastScalingAt when only the number of instances changed last
/// @param lastConfigChangeAt when anything else changed last; names the configuration instances run
public record VersionInfo(Version lastScalingAt, Version lastConfigChangeAt) {

    /// That of a definition that is new at this version.
    public static VersionInfo fresh(Version version) {
        return new VersionInfo(version, version);
    }
}
