package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.discovery.OtherServer.Behaviour;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class ForwardingTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    @Test
    void another_name_is_answered_by_the_hosts_server() throws Exception {
        OtherServer other = other(Behaviour.ANSWER);
        DnsServer server = server(LONG, () -> List.of(other.address()));
        for (boolean tcp : List.of(false, true)) {
            Message answer = ask(server, "example.org.", tcp);
            assertThat(texts(answer)).containsExactly("203.0.113.5");
            assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
            assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        }
        assertThat(other.asked()).isEqualTo(2);
    }

    @Test
    void a_denial_is_passed_on_with_its_authority() throws Exception {
        DnsServer server = server(LONG, addresses(other(Behaviour.DENY)));
        Message answer = ask(server, "example.org.", false);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
    }

    @Test
    void names_of_the_zone_never_leave() throws Exception {
        OtherServer other = other(Behaviour.ANSWER);
        DnsServer server = server(LONG, addresses(other));
        assertThat(ask(server, "secret.marathon.mesos.", false).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(other.asked()).isZero();
    }

    @Test
    void the_next_server_is_asked_when_one_is_silent_or_fails() throws Exception {
        DnsServer server =
                server(
                        SHORT,
                        addresses(
                                other(Behaviour.SILENCE),
                                other(Behaviour.FAIL),
                                other(Behaviour.ANSWER)));
        assertThat(texts(ask(server, "example.org.", false))).containsExactly("203.0.113.5");
    }

    @Test
    void silence_of_all_is_a_failure() throws Exception {
        DnsServer server = server(SHORT, addresses(other(Behaviour.SILENCE)));
        assertThat(ask(server, "example.org.", false).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void what_the_other_server_had_to_cut_is_fetched_over_tcp() throws Exception {
        DnsServer server = server(LONG, addresses(other(Behaviour.CUT)));
        assertThat(texts(ask(server, "example.org.", true))).hasSize(60);
    }

    @Test
    void an_answer_to_another_question_or_with_another_id_is_not_taken() throws Exception {
        DnsServer server = server(LONG, addresses(other(Behaviour.FORGE_THEN_ANSWER)));
        assertThat(texts(ask(server, "example.org.", false))).containsExactly("203.0.113.5");
    }

    @Test
    void a_query_that_does_not_want_recursion_is_refused() throws Exception {
        OtherServer other = other(Behaviour.ANSWER);
        DnsServer server = server(LONG, addresses(other));
        Message query = query("example.org.");
        query.getHeader().unsetFlag(Flags.RD);
        assertThat(resolver(server, false).send(query).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(other.asked()).isZero();
    }

    @Test
    void a_server_that_is_ourselves_is_not_asked() throws Exception {
        var ourselves = new ArrayList<InetSocketAddress>();
        DnsServer server = server(LONG, () -> List.copyOf(ourselves));
        ourselves.addAll(server.addresses());
        assertThat(ask(server, "example.org.", false).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void a_loop_through_another_server_ends_as_one_failure() throws Exception {
        var first = new ArrayList<InetSocketAddress>();
        DnsServer one = server(SHORT, () -> List.copyOf(first));
        DnsServer two = server(SHORT, () -> one.addresses());
        first.addAll(two.addresses());
        assertThat(ask(one, "example.org.", false).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void the_same_question_of_many_goes_out_once() throws Exception {
        OtherServer other = other(Behaviour.WAIT);
        DnsServer server = server(LONG, addresses(other));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Message>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(clients.submit(() -> ask(server, "example.org.", false)));
            }
            await().until(() -> other.asked() == 1 && server.waiting() == 20);
            other.proceed();
            for (Future<Message> answer : answers) {
                assertThat(texts(answer.get())).containsExactly("203.0.113.5");
            }
        }
        assertThat(other.asked()).isEqualTo(1);
    }

    @Test
    void more_waiting_clients_than_the_bound_are_told_to_come_back() throws Exception {
        OtherServer other = other(Behaviour.WAIT);
        DnsServer server = server(LONG, addresses(other));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Message>> answers = new ArrayList<>();
            for (int i = 0; i < Forwarder.WAITING_MAX; i++) {
                String name = "host-" + i + ".example.org.";
                answers.add(clients.submit(() -> ask(server, name, false)));
            }
            await().until(() -> server.waiting() == Forwarder.WAITING_MAX);
            assertThat(ask(server, "one.more.example.org.", false).getRcode())
                    .isEqualTo(Rcode.SERVFAIL);
            assertThat(ask(server, "nothing.mesos.", false).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            other.proceed();
            for (Future<Message> answer : answers) {
                assertThat(texts(answer.get())).containsExactly("203.0.113.5");
            }
        }
        await().until(() -> server.waiting() == 0);
    }

    private OtherServer other(Behaviour behaviour) throws IOException {
        var other = new OtherServer(behaviour);
        opened.addFirst(other);
        return other;
    }

    private DnsServer server(Duration patience, Supplier<List<InetSocketAddress>> others)
            throws IOException {
        DnsServer server =
                DnsServer.start(
                        List.of(new InetSocketAddress(ip("127.0.0.1"), 0)),
                        others,
                        List.of(),
                        patience);
        opened.addFirst(server);
        server.update(Rendering.render(List.of(), Naming.of("marathon"), 1));
        return server;
    }

    private static Supplier<List<InetSocketAddress>> addresses(OtherServer... others) {
        List<InetSocketAddress> addresses =
                List.of(others).stream().map(OtherServer::address).toList();
        return () -> addresses;
    }

    private static Message ask(DnsServer server, String name, boolean tcp) throws IOException {
        return resolver(server, tcp).send(query(name));
    }

    private static SimpleResolver resolver(DnsServer server, boolean tcp) {
        var resolver = new SimpleResolver(server.addresses().getFirst());
        resolver.setTimeout(Duration.ofSeconds(20));
        resolver.setTCP(tcp);
        return resolver;
    }

    private static Message query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
    }

    private static List<String> texts(Message answer) {
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }
}
