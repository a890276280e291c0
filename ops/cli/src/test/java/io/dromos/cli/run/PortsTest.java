package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void a_port_in_use_is_named_with_the_flag_that_chooses_another() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Ports.demand(port, "the REST API", "--http-port"))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "Port %d, for the REST API, is in use: end what listens there, or choose another with --http-port"
                                    .formatted(port));
        }
    }

    @Test
    void what_is_no_port_is_refused() {
        for (int port : new int[] {-1, 0, 65_536})
            assertThatThrownBy(() -> Ports.demand(port, "the REST API", "--http-port"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("--http-port wants a port");
    }

    @Test
    void names_are_answered_at_the_next_port_if_one_is_taken_for_either_protocol()
            throws Exception {
        var here = InetAddress.getLoopbackAddress();
        try (var datagrams = new DatagramSocket(new InetSocketAddress(here, 0))) {
            int port = datagrams.getLocalPort();
            assertThat(Ports.firstFree(port, "--dns-port")).isGreaterThan(port);
        }
        try (var connections = new ServerSocket(0, 1, here)) {
            int port = connections.getLocalPort();
            assertThat(Ports.firstFree(port, "--dns-port")).isGreaterThan(port);
        }
    }
}
