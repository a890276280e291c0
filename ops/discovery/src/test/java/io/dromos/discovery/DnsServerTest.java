package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static io.dromos.discovery.RenderingTest.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.discovery.NamedTask.DiscoveryPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(ip("127.0.0.1"), 0);
    private static final Naming NAMING = Naming.of("marathon").servedAt(List.of(ip("127.0.0.1")));

    private DnsServer server;

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

    @Test
    void a_task_is_found_by_its_name() throws IOException {
        Message answer = ask("mongodb.marathon.mesos.", Type.A);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(addresses(answer)).containsExactly("172.17.0.2");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isZero();
    }

    @Test
    void a_service_comes_with_its_targets_address() throws IOException {
        Message answer = ask("_mongodb._tcp.marathon.mesos.", Type.SRV);
        var record = (SRVRecord) answer.getSection(Section.ANSWER).getFirst();
        assertThat(record.getPort()).isEqualTo(31005);
        assertThat(record.getPriority()).isZero();
        assertThat(record.getWeight()).isEqualTo(1);
        Record extra =
                answer.getSection(Section.ADDITIONAL).stream()
                        .filter(ARecord.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        assertThat(extra.getName()).isEqualTo(record.getTarget());
        assertThat(((ARecord) extra).getAddress()).isEqualTo(ip("1.2.3.11"));
        assertThat(addresses(ask(record.getTarget().toString(), Type.A)))
                .containsExactly("1.2.3.11");
    }

    @Test
    void the_answer_repeats_the_name_as_it_was_typed() throws IOException {
        Message answer = ask("MonGoDB.maraTHON.mesos.", Type.A);
        assertThat(answer.getSection(Section.ANSWER).getFirst().getName().toString())
                .isEqualTo("MonGoDB.maraTHON.mesos.");
    }

    @Test
    void stars_after_the_first_label_do_not_count() throws IOException {
        assertThat(addresses(ask("mongodb.*.marathon.mesos.", Type.A)))
                .containsExactly("172.17.0.2");
    }

    @Test
    void a_name_that_is_not_there_is_denied() throws IOException {
        Message answer = ask("nothing.marathon.mesos.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        var start = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
        assertThat(start.getName().toString()).isEqualTo("mesos.");
        assertThat(start.getMinimum()).isZero();
        assertThat(start.getHost().toString()).isEqualTo("ns1.mesos.");
        assertThat(start.getAdmin().toString()).isEqualTo("root.ns1.mesos.");
    }

    @Test
    void a_name_that_is_there_with_another_type_is_not_denied() throws IOException {
        assertEmpty(ask("mongodb.marathon.mesos.", Type.AAAA));
        assertEmpty(ask("mongodb.marathon.mesos.", Type.TXT));
        assertEmpty(ask("mongodb.marathon.mesos.", Type.SRV));
        assertEmpty(ask("_mongodb._tcp.marathon.mesos.", Type.A));
        assertEmpty(ask("_tcp.marathon.mesos.", Type.A));
        assertEmpty(ask("prod.marathon.mesos.", Type.A));
    }

    @Test
    void the_zone_tells_about_itself() throws IOException {
        var start = (SOARecord) ask("mesos.", Type.SOA).getSection(Section.ANSWER).getFirst();
        assertThat(start.getSerial()).isEqualTo(1);
        assertThat(ask("mesos.", Type.NS).getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("ns1.mesos.");
        assertThat(addresses(ask("ns1.mesos.", Type.A))).containsExactly("127.0.0.1");
        assertThat(ask("mesos.", Type.ANY).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactlyInAnyOrder(Type.SOA, Type.NS);
        assertThat(ask("mongodb.marathon.mesos.", Type.ANY).getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void a_name_outside_is_refused_when_there_is_nobody_to_ask() throws IOException {
        assertThat(ask("example.org.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(ask("notmesos.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void a_client_of_another_network_is_refused() throws IOException {
        var query = Message.newQuery(question("mongodb.marathon.mesos.", Type.A)).toWire();
        assertThat(answerTo(query, "198.51.100.7").getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answerTo(query, "127.0.0.9").getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void before_the_first_records_the_answer_is_a_failure_not_a_denial() throws IOException {
        try (var fresh = DnsServer.start(List.of(LOOPBACK), List::of)) {
            var query = Message.newQuery(question("mongodb.marathon.mesos.", Type.A));
            assertThat(resolver(fresh).send(query).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void new_records_count_from_the_next_query_on() throws IOException {
        show(task("mongodb", List.of(ip("172.17.0.9")), List.of(), port(31005)));
        assertThat(addresses(ask("mongodb.marathon.mesos.", Type.A))).containsExactly("172.17.0.9");
        show();
        assertThat(ask("mongodb.marathon.mesos.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void an_answer_never_mixes_two_versions() throws Exception {
        var stop = new AtomicBoolean();
        Thread changes =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; !stop.get(); i++) {
                                int port = 31000 + i % 1000;
                                show(
                                        task(
                                                "web",
                                                List.of(ip("10.0.0.1")),
                                                List.of(),
                                                port(port),
                                                port(port + 1000)));
                            }
                        });
        try {
            for (int i = 0; i < 500; i++) {
                List<Integer> ports =
                        ask("_web._tcp.marathon.mesos.", Type.SRV)
                                .getSection(Section.ANSWER)
                                .stream()
                                .map(record -> ((SRVRecord) record).getPort())
                                .sorted()
                                .toList();
                if (!ports.isEmpty()) {
                    assertThat(ports).hasSize(2);
                    assertThat(ports.get(1) - ports.get(0)).isEqualTo(1000);
                }
            }
        } finally {
            stop.set(true);
            changes.join();
        }
    }

    @Test
    void the_order_of_the_answers_changes() throws IOException {
        show(instances(4));
        Set<List<String>> orders = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            orders.add(addresses(ask("web.marathon.mesos.", Type.A)));
        }
        assertThat(orders).hasSizeGreaterThan(1).allMatch(order -> order.size() == 4);
    }

    @Test
    void what_does_not_fit_is_cut_and_found_over_tcp() throws IOException {
        show(instances(100));
        Message cut = plain("web.marathon.mesos.");
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.numBytes()).isLessThanOrEqualTo(512);
        SimpleResolver resolver = resolver(server);
        resolver.setTCP(true);
        var query = Message.newQuery(question("web.marathon.mesos.", Type.A));
        Message whole = resolver.send(query);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(addresses(whole)).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void of_very_many_instances_a_random_choice_is_given() throws IOException {
        show(instances(2_000));
        SimpleResolver resolver = resolver(server);
        resolver.setTCP(true);
        Message answer = resolver.send(Message.newQuery(question("web.marathon.mesos.", Type.A)));
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(addresses(answer)).hasSize(Zone.ANSWERS_MAX);
    }

    @Test
    void a_client_with_edns_gets_more_over_udp() throws IOException {
        show(instances(40));
        SimpleResolver resolver = resolver(server);
        resolver.setIgnoreTruncation(true);
        resolver.setEDNS(0, 4096, 0, List.of());
        Message answer = resolver.send(Message.newQuery(question("web.marathon.mesos.", Type.A)));
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(addresses(answer)).hasSize(40);
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(Query.UDP_MAX);
        assertThat(plain("web.marathon.mesos.").getOPT()).isNull();
    }

    @Test
    void an_unknown_version_of_edns_is_named() throws IOException {
        Message query = Message.newQuery(question("mongodb.marathon.mesos.", Type.A));
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertThat(answerTo(query.toWire(), "127.0.0.1").getRcode()).isEqualTo(Rcode.BADVERS);
    }

    @Test
    void what_is_not_a_plain_question_gets_a_code_or_silence() throws IOException {
        Message transfer = Message.newQuery(question("mesos.", Type.AXFR));
        assertThat(answerTo(transfer.toWire(), "127.0.0.1").getRcode()).isEqualTo(Rcode.REFUSED);
        Message chaos =
                Message.newQuery(
                        Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CH));
        assertThat(answerTo(chaos.toWire(), "127.0.0.1").getRcode()).isEqualTo(Rcode.REFUSED);

        var update = new Header(7);
        update.setOpcode(Opcode.UPDATE);
        assertThat(answerTo(update.toWire(), "127.0.0.1").getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answerTo(new Header(7).toWire(), "127.0.0.1").getRcode())
                .isEqualTo(Rcode.FORMERR);

        var reply = new Header(7);
        reply.setFlag(Flags.QR);
        assertThat(server.answer(reply.toWire(), ip("127.0.0.1")))
                .isEqualTo(new Answering.Nothing());
        assertThat(server.answer(new byte[11], ip("127.0.0.1"))).isEqualTo(new Answering.Nothing());
    }

    @Test
    void one_connection_may_ask_many_questions() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server.addresses().getFirst());
            socket.setSoTimeout(5_000);
            for (int i = 0; i < 20; i++) {
                Message query = Message.newQuery(question("mongodb.marathon.mesos.", Type.A));
                socket.getOutputStream().write(Frame.of(query.toWire()));
                var in = new java.io.DataInputStream(socket.getInputStream());
                Message answer = new Message(in.readNBytes(in.readUnsignedShort()));
                assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
                assertThat(addresses(answer)).containsExactly("172.17.0.2");
            }
        }
    }

    @Test
    void several_addresses_are_served_and_all_are_given_back() throws IOException {
        var second = new InetSocketAddress(ip("127.0.0.2"), 0);
        List<InetSocketAddress> addresses;
        try (var both = DnsServer.start(List.of(LOOPBACK, second), List::of)) {
            both.update(Rendering.render(List.of(), NAMING, 1));
            addresses = both.addresses();
            for (InetSocketAddress address : addresses) {
                var query = Message.newQuery(question("ns1.mesos.", Type.A));
                assertThat(addresses(resolver(address).send(query))).containsExactly("127.0.0.1");
            }
        }
        try (var again = DnsServer.start(addresses, List::of)) {
            assertThat(again.addresses()).isEqualTo(addresses);
        }
    }

    @Test
    void a_taken_port_is_named_and_nothing_stays_bound() throws IOException {
        try (var taken = new DatagramSocket(LOOPBACK)) {
            var address = (InetSocketAddress) taken.getLocalSocketAddress();
            var free = new InetSocketAddress(ip("127.0.0.2"), address.getPort());
            assertThatThrownBy(() -> DnsServer.start(List.of(free, address), List::of))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot answer names at 127.0.0.1:" + address.getPort());
            try (var second = DnsServer.start(List.of(free), List::of)) {
                assertThat(second.addresses()).containsExactly(free);
            }
        }
    }

    private void show(NamedTask... tasks) {
        server.update(Rendering.render(List.of(tasks), NAMING, 1));
    }

    private static NamedTask[] instances(int count) {
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

    private static DiscoveryPort port(int number) {
        return new DiscoveryPort(number, "mongo", "tcp");
    }

    private Message ask(String name, int type) throws IOException {
        return resolver(server).send(Message.newQuery(question(name, type)));
    }

    /// Asks as a client without EDNS that does not turn to TCP by itself.
    private Message plain(String name) throws IOException {
        SimpleResolver resolver = resolver(server);
        resolver.setEDNS(-1);
        resolver.setIgnoreTruncation(true);
        return resolver.send(Message.newQuery(question(name, Type.A)));
    }

    private Message answerTo(byte[] packet, String client) throws IOException {
        var now = (Answering.Now) server.answer(packet, ip(client));
        return new Message(now.answer().toWire());
    }

    private static SimpleResolver resolver(DnsServer server) {
        return resolver(server.addresses().getFirst());
    }

    private static SimpleResolver resolver(InetSocketAddress address) {
        var resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofSeconds(5));
        return resolver;
    }

    private static Record question(String name, int type) throws IOException {
        return Record.newRecord(Name.fromString(name), type, DClass.IN);
    }

    private static List<String> addresses(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    private static void assertEmpty(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY).getFirst()).isInstanceOf(SOARecord.class);
    }
}
