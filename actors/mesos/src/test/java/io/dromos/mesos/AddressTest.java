package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:5050, localhost, 5050",
        "10.0.0.1:1, 10.0.0.1, 1",
        "[::1]:65535, ::1, 65535"
    })
    void an_address_is_host_and_port(String text, String host, int port) {
        assertThat(Address.parse(text)).isEqualTo(new Address(host, port));
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":5050",
                "host:0",
                "host:65536",
                "::1:5050",
                "zk://host:2181/mesos",
                "a b:c"
            })
    void anything_else_is_refused_with_its_name(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Address.ofLocation("//" + text + "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//127.0.0.1:15070",
                "//127.0.0.1:15070/master/state",
                "http://127.0.0.1:15070/master/api/v1/scheduler"
            })
    void a_location_need_not_have_a_scheme(String location) {
        assertThat(Address.ofLocation(location)).hasValue(new Address("127.0.0.1", 15_070));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/master", "https://h:1/", "127.0.0.1:15070", "", "//"})
    void a_location_elsewhere_is_none(String location) {
        assertThat(Address.ofLocation(location)).isEmpty();
    }

    @Test
    void waits_double_up_to_a_bound_and_never_reach_it() {
        var delay = new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));
        var random = new SplittableRandom(1);
        for (int failures = 0; failures < 100; failures++) {
            var bound = Duration.ofSeconds(failures < 5 ? 1L << failures : 30);
            var longest = Duration.ZERO;
            for (int i = 0; i < 200; i++) {
                var wait = delay.after(failures, random);
                assertThat(wait).isBetween(Duration.ZERO, bound);
                if (wait.compareTo(longest) > 0) longest = wait;
            }
            assertThat(longest).isGreaterThan(bound.dividedBy(2));
        }
    }
}
