package io.dromos.discovery;

import static io.dromos.discovery.RenderingTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "172.17.0.1, 16, 172.17.255.255, true",
        "172.17.0.1, 16, 172.18.0.1, false",
        "10.0.0.128, 25, 10.0.0.127, false",
        "10.0.0.128, 25, 10.0.0.129, true",
        "10.0.0.1, 32, 10.0.0.1, true",
        "10.0.0.1, 32, 10.0.0.2, false",
        "10.0.0.1, 0, 192.0.2.1, true",
        "10.0.0.1, 0, ::1, false",
        "fd00::1, 64, fd00::ffff, true",
        "fd00::1, 64, fd00:0:0:1::1, false",
    })
    void a_network_holds_what_shares_its_prefix(
            String address, int prefix, String other, boolean contained) {
        assertThat(new Network(ip(address), prefix).contains(ip(other))).isEqualTo(contained);
    }

    @Test
    void a_server_on_the_loopback_serves_the_loopback_only() throws IOException {
        List<Network> networks = Network.around(List.of(new InetSocketAddress(ip("127.0.0.1"), 0)));
        assertThat(networks).anyMatch(network -> network.contains(ip("127.0.0.2")));
        assertThat(networks).anyMatch(network -> network.contains(ip("::1")));
        assertThat(networks).noneMatch(network -> network.contains(ip("198.51.100.1")));
        assertThat(networks).noneMatch(network -> network.contains(ip("::2")));
    }

    @Test
    void every_address_of_this_machine_is_known_as_its_own() throws IOException {
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .forEach(own -> assertThat(Network.isThisMachine(own)).as("%s", own).isTrue());
        assertThat(Network.isThisMachine(ip("198.51.100.1"))).isFalse();
    }

    @Test
    void a_wildcard_and_a_strangers_address_are_refused() {
        assertThatThrownBy(() -> Network.around(List.of(new InetSocketAddress(53))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("single addresses only");
        assertThatThrownBy(() ->
                        Network.around(List.of(new InetSocketAddress(ip("198.51.100.1"), 53))))
                .isInstanceOf(IOException.class)
                .hasMessage("this machine has no address 198.51.100.1");
    }
}
