package io.dromos.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrangersTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5050, '', '', true",
        "localhost:5050, '', '', true",
        "LOCALHOST, '', '', true",
        "[::1]:5050, '', '', true",
        "node1:5050, '', '', true",
        "'', '', '', true",
        "evil.example:5050, '', '', false",
        "127.0.0.1.evil.example, '', '', false",
        "localhost:5050, http://localhost:5050, '', true",
        "localhost:5050, http://localhost:8080, '', false",
        "localhost:5050, http://evil.example, '', false",
        "localhost:5050, null, '', false",
        "localhost:5050, '', cross-site, false",
        "localhost:5050, '', same-site, false",
        "localhost:5050, '', same-origin, true",
        "localhost:5050, '', none, true",
    })
    void a_write_is_taken_only_from_ours(String host, String origin, String site, boolean taken) {
        assertThat(
                        Strangers.refusal(request("POST", host, origin, site), Set.of("node1"))
                                .isEmpty())
                .isEqualTo(taken);
    }

    @Test
    void a_read_is_never_refused() {
        Request read = request("GET", "evil.example", "http://evil.example", "cross-site");
        assertThat(Strangers.refusal(read, Set.of())).isEmpty();
    }

    private static Request request(String method, String host, String origin, String site) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("host", List.of(host));
        if (!origin.isEmpty()) {
            headers.put("origin", List.of(origin));
        }
        if (!site.isEmpty()) {
            headers.put("sec-fetch-site", List.of(site));
        }
        return new Request(method, "/", Map.of(), headers, new byte[0], "");
    }
}
