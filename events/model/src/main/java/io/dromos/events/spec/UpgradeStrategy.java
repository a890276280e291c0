package io.dromos.events.spec;

/// Capacity bounds of a rolling change.
///
/// @param minimumHealthCapacity share of the instances that stays, 0 to 1
/// @param maximumOverCapacity share that may run beyond, 0 to 1
public record UpgradeStrategy(double minimumHealthCapacity, double maximumOverCapacity) {

    /// All stay, as many again may run beyond.
    public static final UpgradeStrategy DEFAULT = new UpgradeStrategy(1, 1);
}
