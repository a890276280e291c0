package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.journal.postgres.PostgresServer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server whose log is in a database.
final class PostgresTest {

    private static final String PASSWORD = "hunter2-of-the-database";

    private static PostgresServer database;

    @RegisterExtension final Cluster cluster = new Cluster(PostgresTest::shape);

    @BeforeAll
    static void start() {
        database = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Shape shape() {
        var url = database.newDatabase() + "&password=" + PASSWORD;
        return Shape.SMALL.withServer("--storage_url", url);
    }

    @Test
    void an_application_outlives_the_end_of_the_server_and_of_its_database() throws Exception {
        cluster.api().post("/v2/apps", app("web", 1)).ok();
        cluster.api().awaitRunning("/web", 1);
        cluster.api().awaitSettled();

        a_change_waits_for_a_database_that_is_away_and_reads_go_on();

        cluster.api().awaitRunning("/web", 2);
        cluster.api().awaitSettled();
        var processes = cluster.processes();
        var versions = cluster.api().get("/v2/apps//web/versions").ok().body();
        cluster.server().kill();
        database.kill();
        database.begin();
        cluster.startServer();

        cluster.api().awaitRunning("/web", 2);
        assertThat(cluster.processes()).isEqualTo(processes);
        assertThat(cluster.api().get("/v2/apps//web/versions").ok().body()).isEqualTo(versions);
        assertThat(Files.exists(cluster.data().resolve("log"))).isFalse();
        assertThat(cluster.server().errors())
                .contains("no synchronous standby")
                .doesNotContain(PASSWORD);
    }

    private void a_change_waits_for_a_database_that_is_away_and_reads_go_on() throws Exception {
        database.stop();
        var change =
                CompletableFuture.supplyAsync(
                        () -> cluster.api().put("/v2/apps//web", "{\"instances\":2}"));
        await().during(Duration.ofMillis(500))
                .atMost(Api.PATIENCE)
                .untilAsserted(() -> {
                    cluster.api().get("/v2/apps//web").ok();
                    assertThat(change).isNotDone();
                });
        database.begin();
        assertThat(change.get(Api.PATIENCE.toSeconds(), TimeUnit.SECONDS).status())
                .isBetween(200, 299);
    }

    private static String app(String name, int instances) {
        return """
        {"id":"%s","cmd":"exec sleep 3600","cpus":0.1,"mem":32,"instances":%d}
        """
                .formatted(name, instances);
    }
}
