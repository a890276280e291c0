package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Browser;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BrowserStrangersTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void a_page_of_another_origin_changes_nothing_and_learns_nothing()
            throws IOException, InterruptedException {
        assumeTrue(Browser.isInstalled(), "Skipped: no chromium; apt-get install chromium");
        var api = cluster.api();
        api.post(
                        "/v2/apps",
                        "{\"id\":\"mine\",\"cmd\":\"exec sleep 3600\",\"cpus\":0.1,\"mem\":32}")
                .ok();
        api.awaitSettled();
        var tasks = cluster.processes();
        var versions = api.get("/v2/apps/mine/versions").body();
        var framework = api.get("/v2/info").json().path("frameworkId").asText();

        var told = Browser.open(page(framework), cluster.directory());

        for (JsonNode tried : Api.json(told)) {
            var name = tried.get(0).asText();
            if (name.equals("own origin")) {
                assertThat(tried.get(1).asText()).isEqualTo("basic 200");
                continue;
            }
            assertThat(tried.get(1).asText()).as(name).isIn("refused", "opaque 0");
            assertThat(tried.get(2).asText()).as(name).isEmpty();
        }
        assertThat(Api.json(told)).hasSize(9);
        assertThat(api.get("/v2/apps").json().path("apps")).hasSize(1);
        assertThat(api.get("/v2/apps/mine/versions").body()).isEqualTo(versions);
        assertThat(api.get("/v2/deployments").json()).isEmpty();
        assertThat(cluster.processes()).isEqualTo(tasks);
    }

    /// Each try is sent in each way in which a page may send it; a form's types need no leave of
    /// the server.
    private String page(String framework) {
        return """
        <!doctype html><title>stranger</title><script>
        const app = '{"id":"stranger","cmd":"true","instances":0}';
        const ask = async (name, url, options) => {
          try {
            const answer = await fetch(url, options);
            let body = '';
            try { body = await answer.text(); } catch (e) {}
            return [name, answer.type + ' ' + answer.status, body];
          } catch (e) { return [name, 'refused', '']; }
        };
        const json = {'Content-Type': 'application/json'};
        const tries = async () => [
          await ask('read', '%1$s/v2/apps', {}),
          await ask('form', '%1$s/v2/apps', {method: 'POST', mode: 'no-cors', body: app}),
          await ask('json', '%1$s/v2/apps', {method: 'POST', headers: json, body: app}),
          await ask('put', '%1$s/v2/apps/mine', {method: 'PUT', headers: json, body: app}),
          await ask('delete', '%1$s/v2/apps/mine', {method: 'DELETE'}),
          await ask('restart', '%1$s/v2/apps/mine/restart', {method: 'POST', mode: 'no-cors'}),
          await ask('stop tasks', '%2$s/tasks/stop-all', {method: 'POST', mode: 'no-cors'}),
          await ask('teardown', '%3$s/teardown', {method: 'POST', mode: 'no-cors', body: 'frameworkId=%4$s'}),
          await ask('own origin', '/ok', {})
        ];
        tries().then(all => fetch('/done', {method: 'POST', body: JSON.stringify(all)}));
        </script>
        """
                .formatted(
                        "http://127.0.0.1:" + cluster.apiPort(),
                        "http://127.0.0.1:" + cluster.nodes().getFirst().port(),
                        "http://127.0.0.1:" + cluster.masterPort(),
                        framework);
    }
}
