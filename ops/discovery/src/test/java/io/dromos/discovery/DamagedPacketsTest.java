package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DamagedPacketsTest {

    private static final int PACKETS = 20_000;
    private static final int SENT_PACKETS = 2_000;

    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(List.of(new InetSocketAddress(ip("127.0.0.1"), 0)), List::of);
        server.update(
                Rendering.render(
                        List.of(RenderingTest.task("web", List.of(), List.of(80))),
                        Naming.of("marathon").servedAt(List.of(ip("127.0.0.1"))),
                        1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 20260101})
    void any_packet_gets_a_readable_answer_or_none(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = damaged(random);
            Answering answering = server.answer(packet, ip("127.0.0.1"));
            if (answering instanceof Answering.Now(Message answer, int sizeMax)) {
                byte[] wire = answer.toWire(sizeMax);
                assertThat(wire.length)
                        .as("seed %d, packet %d", seed, i)
                        .isLessThanOrEqualTo(sizeMax);
                Header header = new Message(wire).getHeader();
                assertThat(header.getID()).isEqualTo(new Header(packet).getID());
            } else if (answering instanceof Answering.Later later) {
                assertThat(later.answer().get().getRcode()).isEqualTo(Rcode.REFUSED);
            }
        }
    }

    @Test
    void after_thousands_of_damaged_packets_the_server_still_answers() throws IOException {
        var random = new Random(42);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < SENT_PACKETS; i++) {
                byte[] packet = damaged(random);
                socket.send(
                        new DatagramPacket(packet, packet.length, server.addresses().getFirst()));
            }
        }
        assertAlive(false);
    }

    @Test
    void broken_connections_leave_the_server_alive() throws IOException {
        var random = new Random(43);
        for (int i = 0; i < 200; i++) {
            try (var socket = new Socket()) {
                socket.connect(server.addresses().getFirst());
                byte[] packet = damaged(random);
                byte[] frame = Frame.of(packet);
                socket.getOutputStream()
                        .write(Arrays.copyOf(frame, random.nextInt(frame.length + 1)));
            }
        }
        assertAlive(true);
    }

    @Test
    void a_query_of_absurd_length_ends_the_connection() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server.addresses().getFirst());
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertAlive(true);
    }

    @Test
    void more_connections_than_the_bound_are_closed_and_the_others_work() throws IOException {
        var open = new java.util.ArrayList<Socket>();
        try {
            for (int i = 0; i < TcpEndpoint.CONNECTIONS_MAX; i++) {
                open.add(talking());
            }
            try (var oneMore = new Socket()) {
                oneMore.connect(server.addresses().getFirst());
                oneMore.setSoTimeout(5_000);
                assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
            }
            assertAlive(false);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /// A connection that has had its first answer, so that it surely has its place.
    private Socket talking() throws IOException {
        var socket = new Socket();
        socket.connect(server.addresses().getFirst());
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(Frame.of(query().toWire()));
        var in = new DataInputStream(socket.getInputStream());
        assertThat(new Message(in.readNBytes(in.readUnsignedShort())).getRcode())
                .isEqualTo(Rcode.NOERROR);
        return socket;
    }

    /// A datagram may be lost while the socket's buffer is still full of damaged ones, so that it
    /// is asked more than once.
    private void assertAlive(boolean tcp) throws IOException {
        var resolver = new SimpleResolver(server.addresses().getFirst());
        resolver.setTimeout(Duration.ofSeconds(tcp ? 10 : 2));
        resolver.setTCP(tcp);
        await().atMost(Duration.ofSeconds(20))
                .ignoreException(IOException.class)
                .untilAsserted(() ->
                        assertThat(resolver.send(query()).getSection(Section.ANSWER)).hasSize(1));
    }

    private static Message query() throws IOException {
        return Message.newQuery(
                Record.newRecord(Name.fromString("web.marathon.mesos."), Type.A, DClass.IN));
    }

    /// Pure noise, or a good query with some bytes changed, cut or added.
    private static byte[] damaged(Random random) throws IOException {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            return noise;
        }
        Message query = query();
        if (random.nextBoolean()) {
            query.addRecord(new OPTRecord(random.nextInt(0x10000), 0, 0), Section.ADDITIONAL);
        }
        byte[] packet = query.toWire();
        for (int i = random.nextInt(5); i >= 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(packet, Math.max(1, packet.length + random.nextInt(40) - 25));
    }
}
