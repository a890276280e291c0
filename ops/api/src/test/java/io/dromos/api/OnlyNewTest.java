package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A list of applications of which none may exist.
class OnlyNewTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();
    private static final String NEW = "/v2/apps?onlyNew=true";

    private final Served served = Served.start(SYSTEM);
    private final Client client = served.client();

    private static String app(String id, int instances) {
        return "{\"id\":\"%s\",\"cmd\":\"sleep 1\",\"instances\":%d}".formatted(id, instances);
    }

    @BeforeEach
    void two_exist() {
        var both = "[" + app("/a", 1) + "," + app("/b", 1) + "]";
        assertThat(client.send("PUT", NEW, both).status()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    private int instances(String app) {
        return client.get("/v2/apps" + app).json().at("/app/instances").asInt();
    }

    @Test
    void is_refused_by_the_names_of_those_that_do_and_nothing_is_changed() {
        var all = "[" + app("/a", 2) + "," + app("/c", 2) + "," + app("/b", 2) + "]";
        var refused = client.send("PUT", NEW, all);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Apps with ids [/a, /b] already exist.");
        assertThat(instances("/a")).isEqualTo(1);
        assertThat(client.get("/v2/apps/c").status()).isEqualTo(404);
        var one = client.send("PUT", NEW, "[" + app("/c", 2) + "," + app("/b", 2) + "]");
        assertThat(one.status()).isEqualTo(409);
        assertThat(one.message()).isEqualTo("An app with id [/b] already exists.");
        assertThat(client.send("PUT", "/v2/apps", all).status()).isEqualTo(200);
        assertThat(instances("/a")).isEqualTo(2);
    }

    @Test
    void takes_no_id_twice() {
        var refused = client.send("PUT", NEW, "[" + app("/c", 1) + "," + app("/c", 2) + "]");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(client.get("/v2/apps/c").status()).isEqualTo(404);
    }
}
