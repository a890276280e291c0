package io.dromos.mesos;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where a master listens.
///
/// @param host a name or an address, IPv6 without brackets
/// @param port 1 to 65535
public record Address(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:/\\[\\]]+)):(\\d{1,5})");
    private static final Pattern LOCATION = Pattern.compile("(?:http:)?//([^/]+)(?:/.*)?");
    private static final int MAX_PORT = 65_535;

    /// @throws IllegalArgumentException if the port is out of range or the host is empty
    public Address {
        if (host.isEmpty()) throw new IllegalArgumentException("An address without a host");
        if (port < 1 || port > MAX_PORT)
            throw new IllegalArgumentException("Not a port: " + port + " of host " + host);
    }

    /// Reads `host:port` or `[ipv6]:port`.
    ///
    /// @throws IllegalArgumentException if the text is neither
    public static Address parse(String text) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches())
            throw new IllegalArgumentException(
                    "Not the address of a master: '" + text + "'; write host:port");
        var host = match.group(1) == null ? match.group(2) : match.group(1);
        return new Address(host, Integer.parseInt(match.group(3)));
    }

    /// The address in a `Location` header; Mesos leaves the scheme out.
    static Optional<Address> ofLocation(String location) {
        var match = LOCATION.matcher(location);
        if (!match.matches()) return Optional.empty();
        try {
            return Optional.of(parse(match.group(1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// As it stands in a URL.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
