package io.dromos.events.spec;

/// What one instance needs.
///
/// @param cpus shares, not negative, may be fractional
/// @param mem MiB, not negative
/// @param disk MiB, not negative
/// @param gpus whole devices, not negative
public record Resources(double cpus, double mem, double disk, int gpus) {

    /// One cpu and 128 MiB.
    public static final Resources DEFAULT = new Resources(1, 128, 0, 0);
}
