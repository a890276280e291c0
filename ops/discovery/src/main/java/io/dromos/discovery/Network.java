package io.dromos.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/// A range of addresses, such as 172.17.0.0/16.
///
/// @param address any address in it
/// @param prefix how many leading bits its addresses share
public record Network(InetAddress address, int prefix) {

    public Network {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "a prefix of "
                            + address.getHostAddress()
                            + " is 0 to "
                            + bits
                            + ", not "
                            + prefix);
        }
    }

    /// Whether the address is one of this network's.
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the address is one of this machine's own. A bridge's masquerading may turn the
    /// source of a query from this machine to the bridge's address into any of them.
    static boolean isThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /// The networks that a server bound to these addresses serves: the loopback, and each bound
    /// address's own network as the interface has it. Fails when a binding is a wildcard or not an
    /// address of this machine.
    static List<Network> around(List<InetSocketAddress> bindings) throws IOException {
        List<Network> networks = new ArrayList<>();
        networks.add(new Network(InetAddress.ofLiteral("127.0.0.0"), 8));
        networks.add(new Network(InetAddress.ofLiteral("::1"), 128));
        for (InetSocketAddress binding : bindings) {
            InetAddress address = binding.getAddress();
            if (address == null || address.isAnyLocalAddress()) {
                throw new IllegalArgumentException(
                        "the name server binds to single addresses only, not to "
                                + binding.getHostString());
            }
            if (!address.isLoopbackAddress()) {
                networks.add(of(address));
            }
        }
        return List.copyOf(networks);
    }

    private static Network of(InetAddress address) throws IOException {
        NetworkInterface holder = NetworkInterface.getByInetAddress(address);
        if (holder == null) {
            throw new IOException("this machine has no address " + address.getHostAddress());
        }
        for (InterfaceAddress candidate : holder.getInterfaceAddresses()) {
            if (address.equals(candidate.getAddress())) {
                return new Network(address, candidate.getNetworkPrefixLength());
            }
        }
        throw new IOException("the network of " + address.getHostAddress() + " is not known");
    }
}
