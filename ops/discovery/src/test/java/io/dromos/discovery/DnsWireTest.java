package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsWireTest extends ServedZone {

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
}
