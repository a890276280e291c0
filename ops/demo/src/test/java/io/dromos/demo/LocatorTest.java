package io.dromos.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.demo.Locator.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class LocatorTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb.marathon.mesos, _mongodb._tcp.marathon.mesos",
        "mongo.db.prod.marathon.mesos, _mongo.db.prod._tcp.marathon.mesos",
    })
    void a_task_name_becomes_its_service_name(String host, String service) {
        assertThat(ServiceRecord.serviceName(host)).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"marathon.mesos", "mesos", ".marathon.mesos", "a..marathon.mesos"})
    void a_name_without_a_task_is_refused(String host) {
        assertThatThrownBy(() -> ServiceRecord.serviceName(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<task>.<framework>.mesos");
    }

    @Test
    void host_and_port_come_from_the_service_record() throws Exception {
        try (var server = new OneService("_mongodb._tcp.marathon.mesos.", 31_005)) {
            var locator =
                    locator(
                            Map.of(
                                    "MONGODB_HOST",
                                    "mongodb.marathon.mesos",
                                    "DNS_SERVER",
                                    "localhost:" + server.address().getPort()));
            assertThat(locator.locate()).isEqualTo(new Endpoint("10.1.2.3", 31_005));
            server.port = 31_006;
            assertThat(locator.locate()).isEqualTo(new Endpoint("10.1.2.3", 31_006));
        }
    }

    @Test
    void an_unknown_service_is_a_plain_failure() throws Exception {
        try (var server = new OneService("_mongodb._tcp.marathon.mesos.", 31_005)) {
            var locator =
                    new ServiceRecord(
                            new Endpoint("127.0.0.1", server.address().getPort()),
                            "other.marathon.mesos");
            assertThatThrownBy(locator::locate)
                    .isInstanceOf(IOException.class)
                    .hasMessage("_other._tcp.marathon.mesos.: NXDOMAIN");
        }
    }

    @Test
    void the_environment_chooses_the_way() throws Exception {
        assertThat(locator(Map.of()).locate()).isEqualTo(new Endpoint("localhost", 27_017));
        assertThat(locator(Map.of("MONGODB_HOST", "db:1")).locate())
                .isEqualTo(new Endpoint("db", 1));
        assertThat(locator(Map.of("MONGODB_HOST", "mongodb.marathon.mesos")).locate())
                .isEqualTo(new Endpoint("mongodb.marathon.mesos", 27_017));
        assertThat(locator(Map.of("MONGODB_HOST", "db", "DNS_SERVER", "127.0.0.1:8053")).locate())
                .isEqualTo(new Endpoint("db", 27_017));
        assertThat(
                        locator(
                                Map.of(
                                        "MONGODB_HOST",
                                        "mongodb.marathon.mesos",
                                        "DNS_SERVER",
                                        "127.0.0.1:8053")))
                .isInstanceOf(ServiceRecord.class);
        assertThatThrownBy(() -> locator(Map.of("MONGODB_HOST", "db:x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MONGODB_HOST must be a port from 0 to 65535");
    }

    private static Locator locator(Map<String, String> environment) {
        return Rsvp.locator(Arguments.parse(new String[0], Set.of(), environment));
    }

    /// A name server that knows one service.
    private static final class OneService implements AutoCloseable {

        private final DatagramSocket socket;
        private final String service;
        volatile int port;

        OneService(String service, int port) throws IOException {
            this.socket = new DatagramSocket(DatabaseTest.loopback(0));
            this.service = service;
            this.port = port;
            Thread.ofPlatform().daemon().start(this::serve);
        }

        InetSocketAddress address() {
            return DatabaseTest.loopback(socket.getLocalPort());
        }

        @Override
        public void close() {
            socket.close();
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[512], 512);
            while (true) {
                try {
                    packet.setLength(512);
                    socket.receive(packet);
                    byte[] query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                    byte[] answer = answer(new Message(query)).toWire();
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        private Message answer(Message query) throws IOException {
            var answer = new Message(query.getHeader().getID());
            answer.getHeader().setFlag(Flags.QR);
            Record question = query.getQuestion();
            answer.addRecord(question, Section.QUESTION);
            Name target = Name.fromString("mongodb-abcde-s0.marathon.mesos.");
            if (question.getType() == Type.SRV
                    && question.getName().equals(Name.fromString(service))) {
                answer.addRecord(
                        new SRVRecord(question.getName(), DClass.IN, 0, 0, 1, port, target),
                        Section.ANSWER);
            } else if (question.getName().equals(target)) {
                answer.addRecord(
                        new ARecord(target, DClass.IN, 0, InetAddress.ofLiteral("10.1.2.3")),
                        Section.ANSWER);
            } else {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            return answer;
        }
    }
}
