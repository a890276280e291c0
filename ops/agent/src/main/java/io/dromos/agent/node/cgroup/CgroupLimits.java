package io.dromos.agent.node.cgroup;

import java.util.OptionalDouble;

/// What one task may use.
///
/// @param memoryRequest bytes the kernel should leave it under pressure
/// @param memoryLimit bytes at which it is out of memory
/// @param cpus its share of the processors when they are contended
/// @param cpuLimit processors it may not exceed even when they are idle; empty: no such bound
public record CgroupLimits(
        long memoryRequest, long memoryLimit, double cpus, OptionalDouble cpuLimit) {
    /// The period over which a processor limit is measured, in microseconds; the kernel's own
    /// default.
    public static final long PERIOD_MICROS = 100_000;

    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MIN_QUOTA_MICROS = 1_000;

    /// The share in the units of version 1: 1024 for each processor, at least 2, as Mesos counts.
    public long cpuShares() {
        var shares = (long) (cpus * SHARES_PER_CPU);
        return Math.clamp(shares, MIN_SHARES, MAX_SHARES);
    }

    /// The share in the units of version 2 (1 to 10000), by the conversion that runc and systemd
    /// use.
    public long cpuWeight() {
        return 1 + (cpuShares() - MIN_SHARES) * 9999 / (MAX_SHARES - MIN_SHARES);
    }

    /// Microseconds of processor time in each period; -1 for no bound.
    public long cpuQuotaMicros() {
        if (cpuLimit.isEmpty() || Double.isInfinite(cpuLimit.getAsDouble())) {
            return -1;
        }
        return Math.max(MIN_QUOTA_MICROS, (long) (cpuLimit.getAsDouble() * PERIOD_MICROS));
    }
}
