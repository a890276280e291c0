package io.dromos.agent.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.probe.Endpoint;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.HealthCheck.HTTPCheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck.TCPCheckInfo;
import org.apache.mesos.v1.Protos.NetworkInfo.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http, /health, IPv4, false, /health, false",
        "https, /health, IPv4, true, /health, false",
        "https, health, IPv6, true, /health, true",
        "'', '', IPv4, false, /, false"
    })
    void a_health_check_by_http_is_asked_by_its_scheme(
            String scheme,
            String path,
            Protocol protocol,
            boolean secure,
            String asked,
            boolean newer) {
        var http =
                HTTPCheckInfo.newBuilder()
                        .setScheme(scheme)
                        .setPath(path)
                        .setPort(31_001)
                        .setProtocol(protocol);
        var check = HealthCheck.newBuilder().setType(HealthCheck.Type.HTTP).setHttp(http).build();
        assertThat(Target.of(check))
                .contains(new Target.Network(new Endpoint.Http(secure, 31_001, asked, newer)));
    }

    @Test
    void one_without_a_type_is_what_it_has() {
        var http = HTTPCheckInfo.newBuilder().setScheme("https").setPort(80);
        assertThat(Target.of(HealthCheck.newBuilder().setHttp(http).build()))
                .contains(new Target.Network(new Endpoint.Http(true, 80, "/", false)));
        var tcp = TCPCheckInfo.newBuilder().setPort(80);
        assertThat(Target.of(HealthCheck.newBuilder().setTcp(tcp).build()))
                .isEqualTo(Optional.empty());
    }
}
