package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import io.dromos.cli.Main;
import io.dromos.cli.text.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GroupCommandsTest {

    private static final String SHOP =
            """
            {"id": "shop", "groups": [
              {"id": "db", "apps": [{"id": "pg", "cmd": "exec sleep 3600", "cpus": 0.05, "mem": 16}]},
              {"id": "front", "dependencies": ["/shop/db"],
               "apps": [{"id": "web", "cmd": "exec sleep 3600", "cpus": 0.05, "mem": 16,
                         "instances": %d}]}]}
            """;

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void a_group_is_deployed_changed_rolled_back_and_destroyed_by_commands() throws IOException {
        var file = cluster.directory().resolve("shop.json");
        Files.writeString(file, SHOP.formatted(2));
        assertThat(dromos("group", "add", file.toString())).isEqualTo("/shop is deployed\n");
        Files.writeString(file, SHOP.formatted(1));
        assertThat(dromos("group", "plan", file.toString()).lines())
                .containsExactly(
                        "STEP  ACTION            APPLICATION",
                        "1     ScaleApplication  /shop/front/web");
        assertThat(dromos("group", "add", "--replace", file.toString()))
                .isEqualTo("/shop is deployed\n");
        assertThat(dromos("app", "list")).contains("/shop/front/web  1/1");
        assertThat(dromos("rollback", "shop")).startsWith("/shop is back at 2");
        assertThat(dromos("group", "list")).containsPattern("/shop +2 +3/3");
        assertThat(dromos("group", "scale", "shop/db", "2")).contains("/shop/db is scaled by 2");
        assertThat(dromos("rollback", "shop/db/pg")).startsWith("/shop/db/pg is back at 2");
        assertThat(dromos("app", "list")).containsPattern("/shop/db/pg +1/1");
        assertThat(dromos("group", "destroy", "shop")).isEqualTo("/shop is destroyed\n");
        assertThat(cluster.api().get("/v2/apps").ok().json().path("apps")).isEmpty();
    }

    private String dromos(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var environment = Map.of("DROMOS_URL", "http://127.0.0.1:" + cluster.apiPort());
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), environment);
        assertThat(Main.run(terminal, words)).as(err.toString()).isZero();
        return out.toString();
    }
}
