package io.dromos.discovery;

import io.dromos.discovery.Answering.Answerer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/// One UDP socket. Answers that are known at once are sent by the receiving thread; the others each
/// get a thread, of which the forwarder's bound allows only so many.
final class UdpEndpoint implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UdpEndpoint.class);
    private static final int QUERY_MAX = 4096;

    private final DatagramSocket socket;
    private final Answerer answerer;
    private final Thread receiver;

    private UdpEndpoint(DatagramSocket socket, Answerer answerer) {
        this.socket = socket;
        this.answerer = answerer;
        this.receiver =
                Thread.ofPlatform()
                        .name("dns-udp-" + socket.getLocalPort())
                        .daemon()
                        .unstarted(this::receive);
    }

    static UdpEndpoint open(InetSocketAddress binding, Answerer answerer) throws IOException {
        var endpoint = new UdpEndpoint(new DatagramSocket(binding), answerer);
        endpoint.receiver.start();
        return endpoint;
    }

    @Override
    public void close() {
        Closing.andWait(socket, receiver);
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[QUERY_MAX], QUERY_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(QUERY_MAX);
                socket.receive(packet);
                take(Arrays.copyOf(packet.getData(), packet.getLength()), packet);
            } catch (IOException e) {
                // Closed, or the kernel tells of a client that went away: neither concerns the next
                // one.
                log.trace("receiving failed: {}", e.toString());
            } catch (RuntimeException e) {
                log.warn("a query could not be answered", e);
            }
        }
    }

    private void take(byte[] query, DatagramPacket packet) throws IOException {
        SocketAddress client = packet.getSocketAddress();
        switch (answerer.answer(query, packet.getAddress())) {
            case Answering.Nothing() -> {}
            case Answering.Now(Message answer, int sizeMax) -> send(answer, sizeMax, client);
            case Answering.Later later ->
                    Thread.ofVirtual().name("dns-forward").start(() -> sendLater(later, client));
        }
    }

    private void sendLater(Answering.Later later, SocketAddress client) {
        try {
            send(later.answer().get(), later.sizeMax(), client);
        } catch (IOException e) {
            log.trace("sending failed: {}", e.toString());
        }
    }

    private void send(Message answer, int sizeMax, SocketAddress client) throws IOException {
        byte[] wire = answer.toWire(sizeMax);
        socket.send(new DatagramPacket(wire, wire.length, client));
    }
}
