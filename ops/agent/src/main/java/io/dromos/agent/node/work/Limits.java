package io.dromos.agent.node.work;

import io.dromos.agent.node.cgroup.CgroupLimits;
import io.dromos.agent.node.mesos.Books;
import java.util.OptionalDouble;
import org.apache.mesos.v1.Protos.TaskInfo;

/// What a task may use, from its resources and its `limits`. Pure.
final class Limits {
    private static final long MEBIBYTE = 1L << 20;
    // As Mesos: with less, not even a shell starts.
    private static final long MIN_MEMORY = 32 * MEBIBYTE;

    private Limits() {}

    /// The request bounds memory unless `limits` says more; processors are bounded only by
    /// `limits`.
    static CgroupLimits of(TaskInfo task) {
        var request = bytes(Books.scalar(task.getResourcesList(), "mem"));
        var limit = task.getLimitsMap().get("mem");
        var cpuLimit = task.getLimitsMap().get("cpus");
        return new CgroupLimits(
                request,
                limit == null ? request : Math.max(request, bytes(limit.getValue())),
                Books.scalar(task.getResourcesList(), "cpus"),
                cpuLimit == null ? OptionalDouble.empty() : OptionalDouble.of(cpuLimit.getValue()));
    }

    private static long bytes(double mebibytes) {
        if (Double.isInfinite(mebibytes)) {
            return Long.MAX_VALUE / 2 / 4096 * 4096;
        }
        return Math.max(MIN_MEMORY, (long) (mebibytes * MEBIBYTE));
    }

    /// In the words of Mesos' memory isolator.
    static String exceeded(long limitBytes, long peakBytes) {
        return "Memory limit exceeded: Requested: "
                + limitBytes / MEBIBYTE
                + "MB Maximum Used: "
                + Math.max(peakBytes, 0) / MEBIBYTE
                + "MB";
    }
}
