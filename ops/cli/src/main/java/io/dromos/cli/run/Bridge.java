package io.dromos.cli.run;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/// The address of this machine on the bridge that containers are attached to.
public final class Bridge {

    private static final String NAME = "docker0";

    private Bridge() {}

    /// The IPv4 address of `docker0`, if there is one.
    public static Optional<InetAddress> address() {
        try {
            var bridge = NetworkInterface.getByName(NAME);
            if (bridge == null) return Optional.empty();
            return bridge.inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress.class::cast)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
