package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Installation;
import io.dromos.checks.cluster.Installation.Done;
import io.dromos.checks.cluster.Traces;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpDownTest {

    private static final Pattern ADDRESS = Pattern.compile("RSVP page is at (http://\\S+)");

    @TempDir Path directory;

    @Test
    void up_brings_the_demo_and_down_leaves_nothing_but_the_data() throws Exception {
        try (var dromos = Installation.in(directory)) {
            var up = good(dromos.up("-d", "--demo"));
            var page = ADDRESS.matcher(up.out() + up.err());
            assertThat(page.find()).as("%s%s", up.out(), up.err()).isTrue();
            var port = URI.create(page.group(1)).getPort();
            assertThat(Api.at(port).get("/").ok().body()).contains("<form");
            assertThat(good(dromos.dromos("app", "list")).out()).contains("/mongodb", "/rsvp");
            assertThat(good(dromos.dromos("status")).out()).contains("agent1");

            var framework = dromos.api().get("/v2/info").json().path("frameworkId").asText();

            good(dromos.dromos("down"));
            assertThat(Traces.processesIn(directory)).isEmpty();
            assertThat(Traces.mounts(directory)).isEmpty();
            assertThat(Traces.containersOf(framework)).isEmpty();
            assertThat(dromos.dromos("status").code()).isEqualTo(3);

            good(dromos.up("-d"));
            dromos.api().awaitRunning("/rsvp", 1);
            dromos.api().awaitRunning("/mongodb", 1);
            good(dromos.dromos("down"));
            assertThat(Traces.processesIn(directory)).isEmpty();
        }
    }

    private static Done good(Done done) {
        assertThat(done.code()).as("%s%s", done.out(), done.err()).isZero();
        return done;
    }
}
