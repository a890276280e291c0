package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static io.dromos.discovery.RenderingTest.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.discovery.NamedTask.DiscoveryPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// A server on the loopback with two tasks, and a client.
abstract class ServedZone {

    static final InetSocketAddress LOOPBACK = new InetSocketAddress(ip("127.0.0.1"), 0);
    static final Naming NAMING = Naming.of("marathon").servedAt(List.of(ip("127.0.0.1")));

    DnsServer server;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(List.of(LOOPBACK), List::of);
        show(
                task("mongodb", List.of(ip("172.17.0.2")), List.of(31005), port(31005)),
                task("mongo.db.prod", List.of(), List.of(31006), port(31006)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void show(NamedTask... tasks) {
        server.update(Rendering.render(List.of(tasks), NAMING, 1));
    }

    static NamedTask[] instances(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new NamedTask(
                                "/web",
                                "web",
                                "web." + i,
                                "b6f4-S0",
                                ip("1.2.3.11"),
                                List.of(ip("10.0." + i / 250 + "." + (i % 250 + 1))),
                                List.of(),
                                List.of(port(80))))
                .toArray(NamedTask[]::new);
    }

    static DiscoveryPort port(int number) {
        return new DiscoveryPort(number, "mongo", "tcp");
    }

    Message ask(String name, int type) throws IOException {
        return resolver(server).send(Message.newQuery(question(name, type)));
    }

    /// Asks as a client without EDNS that does not turn to TCP by itself.
    Message plain(String name) throws IOException {
        SimpleResolver resolver = resolver(server);
        resolver.setEDNS(-1);
        resolver.setIgnoreTruncation(true);
        return resolver.send(Message.newQuery(question(name, Type.A)));
    }

    Message answerTo(byte[] packet, String client) throws IOException {
        var now = (Answering.Now) server.answer(packet, ip(client));
        return new Message(now.answer().toWire());
    }

    static SimpleResolver resolver(DnsServer server) {
        return resolver(server.addresses().getFirst());
    }

    static SimpleResolver resolver(InetSocketAddress address) {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver;
    }

    static Record question(String name, int type) throws IOException {
        return Record.newRecord(Name.fromString(name), type, DClass.IN);
    }

    static List<String> addresses(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    static void assertEmpty(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY).getFirst()).isInstanceOf(SOARecord.class);
    }
}
