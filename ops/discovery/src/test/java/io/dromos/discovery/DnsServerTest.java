package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static io.dromos.discovery.RenderingTest.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsServerTest extends ServedZone {

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
    void records_are_worked_out_for_the_first_who_asks_for_one_and_once() throws IOException {
        var earlier = new AtomicInteger();
        var newest = new AtomicInteger();
        server.update("mesos", () -> counted(earlier, "10.0.0.1"));
        server.update("mesos", () -> counted(newest, "10.0.0.2"));
        var foreign = Message.newQuery(question("dromos.example.", Type.A));
        assertThat(server.answer(foreign.toWire(), ip("127.0.0.1")))
                .isInstanceOf(Answering.Later.class);
        assertThat(newest).hasValue(0);
        for (int i = 0; i < 3; i++) {
            assertThat(addresses(ask("web.marathon.mesos.", Type.A))).containsExactly("10.0.0.2");
        }
        assertThat(newest).hasValue(1);
        assertThat(earlier).hasValue(0);
    }

    private static Records counted(AtomicInteger times, String address) {
        times.incrementAndGet();
        var tasks = List.of(task("web", List.of(ip(address)), List.of()));
        return Rendering.render(tasks, NAMING, 1);
    }
}
