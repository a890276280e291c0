package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.MARATHON;
import static io.dromos.discovery.RenderingTest.address;
import static io.dromos.discovery.RenderingTest.ip;
import static io.dromos.discovery.RenderingTest.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamingTest {

    @Test
    void the_clusters_hosts_have_names() {
        Naming naming =
                MARATHON.servedAt(List.of(ip("127.0.0.1")))
                        .cluster(
                                ip("1.2.3.1"),
                                at("1.2.3.5", 5050),
                                List.of(at("1.2.3.4", 5050), at("1.2.3.5", 5050)),
                                List.of(at("1.2.3.11", 5051), at("1.2.3.12", 5051)));
        Records records = Rendering.render(List.of(), naming, 7);
        assertThat(records.serial()).isEqualTo(7);
        assertThat(records.at("marathon.mesos")).containsExactly(address("1.2.3.1"));
        assertThat(records.at("leader.mesos")).containsExactly(address("1.2.3.5"));
        assertThat(records.at("_leader._tcp.mesos")).containsExactly(service(5050, "leader.mesos"));
        assertThat(records.at("_leader._udp.mesos")).containsExactly(service(5050, "leader.mesos"));
        assertThat(records.at("master.mesos"))
                .containsExactly(address("1.2.3.4"), address("1.2.3.5"));
        assertThat(records.at("master1.mesos")).containsExactly(address("1.2.3.5"));
        assertThat(records.at("slave.mesos"))
                .containsExactly(address("1.2.3.11"), address("1.2.3.12"));
        assertThat(records.at("_slave._tcp.mesos")).containsExactly(service(5051, "slave.mesos"));
        assertThat(records.at("ns1.mesos")).containsExactly(address("127.0.0.1"));
    }

    @Test
    void settings_that_make_no_names_are_refused() {
        assertThatThrownBy(() -> Naming.of("$$$"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'$$$'");
        assertThatThrownBy(() ->
                        new Naming(
                                "Mesos.",
                                "marathon",
                                Duration.ZERO,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Mesos.' is not a domain");
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(ip(address), port);
    }
}
