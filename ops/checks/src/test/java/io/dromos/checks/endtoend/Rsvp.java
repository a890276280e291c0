package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Api.Answer;
import io.dromos.checks.cluster.Cluster;
import java.util.List;

/// The RSVP page as a guest uses it, and as its operator redeploys it.
final class Rsvp {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Cluster cluster;

    Rsvp(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Deploys the documents, in order, and waits until all run.
    void deploy(List<String> documents) {
        for (var document : documents) cluster.api().post("/v2/apps", document).ok();
        cluster.api().awaitSettled();
        cluster.api().awaitRunning("/mongodb", 1);
        cluster.api().awaitRunning("/rsvp", 1);
    }

    /// Destroys the page, and only it, and deploys it again.
    void redeploy(String document) {
        var before = hostPort();
        cluster.api().delete("/v2/apps/rsvp").ok();
        cluster.api().awaitSettled();
        await("nothing answers at the port any more")
                .atMost(Api.PATIENCE)
                .until(() -> cluster.api().tasks("/rsvp").isEmpty() && !answers(before));
        cluster.api().post("/v2/apps", document).ok();
        cluster.api().awaitSettled();
    }

    private static boolean answers(int port) {
        try {
            Api.at(port).get("/");
            return true;
        } catch (java.io.UncheckedIOException _) {
            return false;
        }
    }

    /// The port of this machine that leads to the page.
    int hostPort() {
        JsonNode task = cluster.api().awaitRunning("/rsvp", 1).getFirst();
        return task.path("ports").get(0).asInt();
    }

    /// Submits a guest, once the page is served.
    void submit(String name) {
        var page = awaitPage();
        assertThat(page.body()).contains("<form");
        var answer =
                Api.at(hostPort())
                        .send(
                                "POST",
                                "/new",
                                "name=" + name + "&email=" + name + "%40example.org",
                                "Content-Type",
                                FORM);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 399);
    }

    /// Waits until the page shows a guest.
    void awaitListed(String name) {
        await("the page lists " + name)
                .atMost(Api.PATIENCE)
                .ignoreExceptions()
                .until(() -> Api.at(hostPort()).get("/").ok().body().contains(name));
    }

    private Answer awaitPage() {
        return await("the page is served")
                .atMost(Api.PATIENCE)
                .ignoreExceptions()
                .until(() -> Api.at(hostPort()).get("/"), it -> it.status() == 200);
    }
}
