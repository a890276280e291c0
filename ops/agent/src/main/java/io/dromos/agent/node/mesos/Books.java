package io.dromos.agent.node.mesos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/// Sums of resources, for the books of an agent. Pure.
public final class Books {
    private Books() {}

    /// The sum of all scalars of each name.
    public static Map<String, Double> scalars(List<Resource> resources) {
        var sums = new LinkedHashMap<String, Double>();
        for (var resource : resources) {
            if (resource.getType() == Value.Type.SCALAR) {
                sums.merge(resource.getName(), resource.getScalar().getValue(), Double::sum);
            }
        }
        // As Mesos: three decimals, so that 0.1 + 0.2 is 0.3.
        sums.replaceAll((name, value) -> Math.round(value * 1000) / 1000.0);
        return sums;
    }

    /// The sum of one scalar; 0 when there is none.
    public static double scalar(List<Resource> resources, String name) {
        return scalars(resources).getOrDefault(name, 0.0);
    }

    /// The ranges of that name, in order, neighbours joined.
    public static List<Value.Range> ranges(List<Resource> resources, String name) {
        var sorted =
                resources.stream()
                        .filter(resource -> resource.getName().equals(name))
                        .flatMap(resource -> resource.getRanges().getRangeList().stream())
                        .sorted(Comparator.comparingLong(Value.Range::getBegin))
                        .toList();
        var joined = new ArrayList<Value.Range>();
        for (var range : sorted) {
            if (!joined.isEmpty() && range.getBegin() <= joined.getLast().getEnd() + 1) {
                var last = joined.removeLast();
                joined.add(
                        last.toBuilder().setEnd(Math.max(last.getEnd(), range.getEnd())).build());
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /// Whether a port is among the ranges named `ports`.
    public static boolean holdsPort(List<Resource> resources, long port) {
        return ranges(resources, "ports").stream()
                .anyMatch(range -> range.getBegin() <= port && port <= range.getEnd());
    }

    /// Ranges as Mesos writes them in its state: `[31000-31009, 31020-31020]`; empty when there are
    /// none.
    public static Optional<String> rangesText(List<Resource> resources, String name) {
        var texts =
                ranges(resources, name).stream()
                        .map(range -> range.getBegin() + "-" + range.getEnd())
                        .toList();
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of("[" + String.join(", ", texts) + "]");
    }
}
