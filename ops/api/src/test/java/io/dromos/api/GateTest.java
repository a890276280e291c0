package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.api.ApiSettings.Credentials;
import io.dromos.events.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final int PORT = 8080;
    private static final List<String> NAMES =
            List.of("localhost", "127.0.0.1", "[::1]", "dromos.example", "proxy.example:443");

    private final Gate open = Gate.of(NAMES, PORT, Optional.empty());
    private final Gate closed =
            Gate.of(NAMES, PORT, Optional.of(new Credentials("ann", "s3:cret")));

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,pass",
        "LOCALHOST:8080,pass",
        "127.0.0.1:8080,pass",
        "[::1]:8080,pass",
        "dromos.example:8080,pass",
        "proxy.example:443,pass",
        "localhost,403",
        "localhost:8081,403",
        "evil.example:8080,403",
        "evil.example,403",
        "127.0.0.1.evil.example:8080,403",
        "proxy.example:8080,403",
        "'',403",
    })
    void a_request_must_call_the_server_by_a_name_of_its_own(String host, String outcome) {
        assertThat(outcome(open, "GET", Map.of("Host", host))).isEqualTo(outcome);
        assertThat(outcome(open, "POST", Map.of("Host", host))).isEqualTo(outcome);
    }

    @Test
    void a_request_without_a_host_is_refused() {
        assertThat(outcome(open, "GET", Map.of())).isEqualTo("403");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,pass",
        "http://127.0.0.1:8080,pass",
        "https://proxy.example:443,pass",
        "null,403",
        "http://evil.example,403",
        "http://localhost,403",
        "http://localhost:3000,403",
        "http://localhost:8080.evil.example,403",
        "localhost:8080,403",
        "file://,403",
    })
    void a_page_may_write_only_from_an_origin_of_our_own(String origin, String outcome) {
        for (var method : List.of("POST", "PUT", "PATCH", "DELETE"))
            assertThat(outcome(open, method, json(Map.of("Origin", origin))))
                    .as(method)
                    .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"same-origin,pass", "none,pass", "same-site,403", "cross-site,403", "odd,403"})
    void a_page_may_write_only_from_our_own_site(String site, String outcome) {
        assertThat(outcome(open, "PUT", json(Map.of("Sec-Fetch-Site", site)))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null"})
    void a_page_of_another_origin_may_read(String origin) {
        var headers = Map.of("Host", "localhost:8080", "Origin", origin);
        assertThat(outcome(open, "GET", headers)).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,pass", "application/json; charset=utf-8,pass", "Application/JSON,pass",
        "text/plain,415", "application/x-www-form-urlencoded,415", "multipart/form-data,415",
        "text/plain; application/json,415",
    })
    void what_a_browser_writes_must_be_said_to_be_json(String type, String outcome) {
        for (var sign : List.of("Origin=http://localhost:8080", "Sec-Fetch-Mode=no-cors")) {
            var parts = sign.split("=", 2);
            var headers =
                    Map.of("Host", "localhost:8080", parts[0], parts[1], "Content-Type", type);
            assertThat(outcome(open, "POST", headers)).as(sign).isEqualTo(outcome);
        }
    }

    @Test
    void a_browser_that_says_no_type_may_not_write() {
        var headers = Map.of("Host", "localhost:8080", "Origin", "http://localhost:8080");
        assertThat(outcome(open, "DELETE", headers)).isEqualTo("415");
    }

    @Test
    void a_program_need_not_say_what_it_sends() {
        assertThat(outcome(open, "POST", Map.of("Host", "localhost:8080"))).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Basic,ann:s3:cret,pass",
                "basic,ann:s3:cret,pass",
                "Basic,ann:s3:creT,401",
                "Basic,ann:,401",
                "Basic,ann,401",
                "Basic,bob:s3:cret,401",
                "Basic,'',401",
                "Bearer,ann:s3:cret,401",
            })
    void only_the_right_credentials_pass(String scheme, String secret, String outcome) {
        var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        var headers = Map.of("Host", "localhost:8080", "Authorization", scheme + " " + encoded);
        assertThat(outcome(closed, "GET", headers)).isEqualTo(outcome);
    }

    @Test
    void without_credentials_a_client_is_asked_for_them() {
        var verdict = closed.judge(call("GET", Map.of("Host", "localhost:8080")));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Gate.Verdict.Refuse.class,
                        it ->
                                assertThat(it.reply().headers())
                                        .containsEntry(
                                                "WWW-Authenticate", "Basic realm=\"Dromos\""));
    }

    @Test
    void credentials_that_are_no_base64_do_not_pass() {
        var headers = Map.of("Host", "localhost:8080", "Authorization", "Basic ***");
        assertThat(outcome(closed, "GET", headers)).isEqualTo("401");
    }

    @Test
    void a_user_is_the_principal_and_nobody_is_anonymous() {
        var secret =
                Base64.getEncoder().encodeToString("ann:s3:cret".getBytes(StandardCharsets.UTF_8));
        var headers = Map.of("Host", "localhost:8080", "Authorization", "Basic " + secret);
        assertThat(closed.judge(call("GET", headers))).isEqualTo(new Gate.Verdict.Pass("ann"));
        assertThat(open.judge(call("GET", headers))).isEqualTo(new Gate.Verdict.Pass("anonymous"));
    }

    @Test
    void credentials_are_a_user_and_a_password_and_are_never_printed() {
        assertThat(Credentials.parse("ann:s3:cret")).isEqualTo(new Credentials("ann", "s3:cret"));
        assertThat(Credentials.parse("ann:s3:cret").toString()).doesNotContain("s3");
        assertThatThrownBy(() -> Credentials.parse("ann")).hasMessageContaining("user:password");
    }

    private static Map<String, String> json(Map<String, String> more) {
        var headers = new HashMap<>(more);
        headers.put("Host", "localhost:8080");
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private static String outcome(Gate gate, String method, Map<String, String> headers) {
        return switch (gate.judge(call(method, headers))) {
            case Gate.Verdict.Pass _ -> "pass";
            case Gate.Verdict.Refuse refused -> String.valueOf(refused.reply().status());
        };
    }

    private static Call call(String method, Map<String, String> headers) {
        var lower = new HashMap<String, List<String>>();
        headers.forEach((name, value) ->
                lower.computeIfAbsent(
                                name.toLowerCase(java.util.Locale.ROOT), _ -> new ArrayList<>())
                        .add(value));
        return new Call(method, "/v2/apps", lower, Call.Body.NONE, Origin.system("test"));
    }
}
