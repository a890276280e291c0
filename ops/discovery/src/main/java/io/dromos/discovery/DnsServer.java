package io.dromos.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// A name server for the tasks, over UDP and TCP. Names of its zone it answers from [Records],
/// other names it passes on to the name servers of the host, and only for clients of its own
/// networks: the loopback and the networks of the addresses it is bound to.
///
/// New records take effect with the next query, which may have to work them out; an answer comes
/// from one version of them, whole.
public final class DnsServer implements AutoCloseable {

    private static final Duration UPSTREAM_PATIENCE = Duration.ofSeconds(2);

    /// A free TCP port may be taken for UDP; then another one is tried.
    private static final int FREE_PORT_ATTEMPTS = 8;

    private final List<AutoCloseable> endpoints = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<Network> networks;
    private volatile Forwarder forwarder;
    private volatile ComingZone zone = new ComingZone("mesos", () -> Records.unknown("mesos"));

    private DnsServer(List<Network> networks) {
        this.networks = networks;
        this.forwarder = new Forwarder(List::of, List.of(), UPSTREAM_PATIENCE);
    }

    /// Listens at each of the addresses. Until the first [#update] names of the zone `mesos` are
    /// answered with SERVFAIL.
    ///
    /// @param bindings addresses of this machine, no wildcard; port 0 takes any free one
    /// @param forwarders the name servers for other names; see [HostResolvers]
    /// @throws IOException naming the address that cannot be bound, and why; then none is
    public static DnsServer start(
            List<InetSocketAddress> bindings, Supplier<List<InetSocketAddress>> forwarders)
            throws IOException {
        return start(bindings, forwarders, List.of(), UPSTREAM_PATIENCE);
    }

    /// The same with further networks whose clients are served, and with the time that each
    /// forwarder is given.
    public static DnsServer start(
            List<InetSocketAddress> bindings,
            Supplier<List<InetSocketAddress>> forwarders,
            List<Network> furtherNetworks,
            Duration patience)
            throws IOException {
        List<Network> networks = new ArrayList<>(Network.around(bindings));
        networks.addAll(furtherNetworks);
        var server = new DnsServer(List.copyOf(networks));
        try {
            for (InetSocketAddress binding : bindings) {
                server.bind(binding);
            }
        } catch (IOException e) {
            server.close();
            throw e;
        }
        server.forwarder = new Forwarder(forwarders, server.addresses, patience);
        return server;
    }

    /// Answers from these records from now on.
    public void update(Records records) {
        update(records.domain(), () -> records);
    }

    /// The same, but works the records out only when somebody asks for a name of the zone: while
    /// nobody does, a change costs nothing. Where that takes long, the records of before are
    /// answered meanwhile.
    ///
    /// @param domain the zone's name
    /// @param records of this moment, whenever they are worked out
    public void update(String domain, Supplier<Records> records) {
        zone = zone.next(domain, records);
    }

    /// Where it listens, in the order of the bindings; UDP and TCP have the same port.
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// Stops listening and closes the clients' connections.
    @Override
    public void close() {
        for (AutoCloseable endpoint : endpoints) {
            Closing.quietly(endpoint);
        }
    }

    private void bind(InetSocketAddress binding) throws IOException {
        int attempts = binding.getPort() == 0 ? FREE_PORT_ATTEMPTS : 1;
        while (true) {
            try {
                bindBoth(binding);
                return;
            } catch (IOException e) {
                attempts--;
                if (attempts == 0) {
                    throw new IOException(
                            "cannot answer names at "
                                    + binding.getAddress().getHostAddress()
                                    + ":"
                                    + binding.getPort()
                                    + ": "
                                    + e.getMessage(),
                            e);
                }
            }
        }
    }

    private void bindBoth(InetSocketAddress binding) throws IOException {
        var tcp = TcpEndpoint.open(binding, this::answer);
        try {
            endpoints.add(UdpEndpoint.open(tcp.address(), this::answer));
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
        endpoints.add(tcp);
        addresses.add(tcp.address());
    }

    /// How many clients wait for an answer from another server.
    int waiting() {
        return forwarder.waiting();
    }

    /// What to do about a packet that came from `client`.
    Answering answer(byte[] packet, InetAddress client) {
        return switch (Query.read(packet)) {
            case Query.Noise() -> new Answering.Nothing();
            case Query.Faulty(Message answer) -> new Answering.Now(answer, Query.UDP_MAX);
            case Query.Asked(Query query) -> answer(query, client);
        };
    }

    private Answering answer(Query query, InetAddress client) {
        if (networks.stream().noneMatch(network -> network.contains(client))
                && !Network.isThisMachine(client)) {
            return new Answering.Now(query.answer(Rcode.REFUSED), query.sizeMax());
        }
        ComingZone current = zone;
        if (current.holds(query.question().getName())) {
            Random random = ThreadLocalRandom.current();
            Message answer = current.here().answer(query, random);
            answer.getHeader().setFlag(Flags.RA);
            return new Answering.Now(answer, query.sizeMax());
        }
        Forwarder others = forwarder;
        return others.reserve()
                ? new Answering.Later(() -> others.answer(query), query.sizeMax())
                : new Answering.Now(query.answer(Rcode.SERVFAIL), query.sizeMax());
    }
}
