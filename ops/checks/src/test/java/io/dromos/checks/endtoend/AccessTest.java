package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.RawHttp;
import io.dromos.checks.cluster.Shape;
import io.dromos.events.Recorded;
import io.dromos.events.facts.CatalogFact;
import io.dromos.journal.LogFact;
import io.dromos.journal.LogRecord;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AccessTest {

    private static final String USER = "ada";
    private static final String PASSWORD = "s3cret-word";

    @RegisterExtension
    final Cluster cluster =
            new Cluster(
                    Shape.SMALL
                            .starting(0)
                            .withServer("--http_credentials", USER + ":" + PASSWORD));

    @Test
    void only_who_is_known_may_ask_and_his_name_is_in_the_record() throws Exception {
        var app = "{\"id\":\"kept\",\"cmd\":\"true\",\"instances\":0}";
        for (var path : List.of("/v2/apps", "/v2/info", "/v2/events", "/v2/nowhere"))
            assertThat(cluster.api().get(path).status()).as(path).isEqualTo(401);
        assertThat(cluster.api().post("/v2/apps", app).status()).isEqualTo(401);
        assertThat(cluster.api().as(USER, "wrong").post("/v2/apps", app).status()).isEqualTo(401);
        assertThat(cluster.api().as("eve", PASSWORD).post("/v2/apps", app).status()).isEqualTo(401);

        var known = cluster.api().as(USER, PASSWORD);
        known.post("/v2/apps", app).ok();
        assertThat(known.get("/v2/apps").ok().json().path("apps")).hasSize(1);

        cluster.server().stop();
        var records = records();
        assertThat(records)
                .filteredOn(it -> it.fact() instanceof CatalogFact.ApplicationAdmitted)
                .extracting(it -> it.origin().principal())
                .containsExactly(USER);
        assertThat(records).extracting(Recorded::toString).noneMatch(it -> it.contains(PASSWORD));
        assertThat(cluster.server().errors()).doesNotContain(PASSWORD);
    }

    @Test
    void a_request_by_a_foreign_name_is_refused_though_it_comes_from_here() throws IOException {
        for (var method : List.of("GET", "DELETE")) {
            var request =
                    "%s /v2/apps HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n"
                            .formatted(method, cluster.apiPort());
            assertThat(RawHttp.exchange(cluster.apiPort(), request))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("evil.example");
        }
    }

    private List<Recorded> records() throws IOException {
        var codec = new EventCodec();
        var found = new ArrayList<Recorded>();
        var directory = cluster.data().resolve("log");
        try (var log = EmbeddedLog.open(directory, Settings.standard(EventNames.definitions()));
                var records = log.scan(1)) {
            for (LogRecord it = records.next(); it != null; it = records.next())
                if (!it.persistenceId().equals(LogFact.PERSISTENCE_ID))
                    found.add(
                            codec.decode(
                                    it.eventName(), it.payload().array(), it.origin().array()));
        }
        return found;
    }
}
