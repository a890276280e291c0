package io.dromos.domain.mesos;

/// Ports from begin to end, both included.
///
/// @param begin the first port
/// @param end the last port, not below begin
public record PortRange(int begin, int end) {

    /// @throws IllegalArgumentException if end is below begin or a port is outside 0 to 65535
    public PortRange {
        if (begin < 0 || end < begin || end > 65_535)
            throw new IllegalArgumentException("Not a port range: " + begin + "-" + end);
    }

    /// How many ports it holds.
    public int size() {
        return end - begin + 1;
    }

    /// Whether the port lies inside.
    public boolean contains(int port) {
        return port >= begin && port <= end;
    }
}
