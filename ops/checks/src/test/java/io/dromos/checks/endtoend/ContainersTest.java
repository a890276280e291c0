package io.dromos.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.checks.cluster.Api;
import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Elsewhere;
import io.dromos.checks.cluster.Engine;
import io.dromos.checks.cluster.Shape;
import io.dromos.checks.cluster.Traces;
import io.dromos.checks.tidy.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// The two documents as they stand, on a real Docker engine.
final class ContainersTest {

    private static final int DNS_PORT = 53;

    @RegisterExtension static final Engine ENGINE = new Engine();

    @RegisterExtension final Cluster cluster = new Cluster(ContainersTest::shape);

    private static Shape shape() throws Exception {
        var bridge = Engine.bridge();
        return Shape.SMALL
                .withServer("--dns-optional", bridge + ":" + DNS_PORT)
                .withAgents("--dns", bridge);
    }

    @Test
    void a_guest_is_still_listed_after_the_page_was_destroyed_and_redeployed() throws Exception {
        var documents = List.of(example("mongodb.json"), example("rsvp.json"));
        var rsvp = new Rsvp(cluster);
        rsvp.deploy(documents);

        rsvp.submit("Grace");
        rsvp.awaitListed("Grace");
        rsvp.redeploy(documents.getLast());
        rsvp.awaitListed("Grace");

        the_database_is_found_by_name_at_an_address_that_containers_reach();
        the_page_is_not_served_on_another_interface(rsvp.hostPort());
        the_same_containers_outlive_server_and_agent(rsvp);
        nothing_is_left_after_the_end();
    }

    private void the_database_is_found_by_name_at_an_address_that_containers_reach()
            throws Exception {
        var lookup = new Lookup("mongodb.marathon.mesos.", Type.A);
        lookup.setResolver(new SimpleResolver(Engine.bridge()));
        lookup.setCache(null);
        var task = cluster.api().tasks("/mongodb").getFirst().path("id").asText();
        var container = Traces.run("docker", "ps", "-q", "--filter", "label=MESOS_TASK_ID=" + task);
        var address =
                Engine.inspect(
                        "container",
                        container.getFirst(),
                        "{{.NetworkSettings.Networks.bridge.IPAddress}}");
        assertThat(lookup.run())
                .singleElement()
                .satisfies(it ->
                        assertThat(((ARecord) it).getAddress().getHostAddress())
                                .isEqualTo(address));
    }

    private static void the_page_is_not_served_on_another_interface(int port) throws Exception {
        if (!Elsewhere.isAllowed()) {
            System.out.println("Skipped: a connection from another network, which takes root");
            return;
        }
        try (var elsewhere = Elsewhere.open();
                var open = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            assertThat(elsewhere.connects(elsewhere.thisMachine(), open.getLocalPort())).isTrue();
            assertThat(elsewhere.connects(elsewhere.thisMachine(), port)).isFalse();
            assertThat(elsewhere.connects(Engine.bridge(), port)).isFalse();
            assertThat(elsewhere.connects("127.0.0.1", port)).isFalse();
        }
    }

    private void the_same_containers_outlive_server_and_agent(Rsvp rsvp) throws Exception {
        var before = containers();
        var tasks = cluster.api().get("/v2/tasks").ok().body();
        assertThat(before).hasSize(2);

        cluster.server().kill();
        cluster.agent(cluster.nodes().getFirst()).kill();
        cluster.startServer();
        cluster.startAgent(cluster.nodes().getFirst());

        await("the tasks are as before")
                .atMost(Api.PATIENCE)
                .untilAsserted(() ->
                        assertThat(cluster.api().get("/v2/tasks").ok().body()).isEqualTo(tasks));
        rsvp.awaitListed("Grace");
        assertThat(containers()).isEqualTo(before);
    }

    private void nothing_is_left_after_the_end() throws Exception {
        cluster.stop();
        var mark = cluster.nodes().getFirst().mark();
        assertThat(containers()).isEmpty();
        assertThat(Traces.groups(mark)).isEmpty();
        assertThat(Traces.processesIn(cluster.directory())).isEmpty();
        assertThat(Traces.mounts(cluster.directory())).isEmpty();
    }

    @Test
    void containers_that_would_own_the_machine_are_refused_with_the_reason() throws Exception {
        var wishes =
                Map.of(
                        "a privileged container",
                        "\"docker\":{\"image\":\"mongo:3.3\",\"privileged\":true}",
                        "'cap-add=ALL'",
                        docker("cap-add", "ALL"),
                        "a mount of '/', which is the root of this machine",
                        docker("volume", "/:/host"),
                        "which gives away the engine's socket",
                        docker("volume", "/var/run/docker.sock:/socket"),
                        "the root of this machine, is refused",
                        """
                        "docker":{"image":"mongo:3.3"},
                        "volumes":[{"containerPath":"/host","hostPath":"/","mode":"RW"}]
                        """);
        var reasons = List.copyOf(wishes.keySet());
        for (var reason : reasons)
            cluster.api()
                    .post(
                            "/v2/apps",
                            """
                            {"id":"owner%d","cpus":0.1,"mem":32,"backoffSeconds":3600,
                             "container":{"type":"DOCKER",%s}}
                            """
                                    .formatted(reasons.indexOf(reason), wishes.get(reason)))
                    .ok();
        for (var reason : reasons)
            assertThat(refusal("/v2/apps/owner" + reasons.indexOf(reason)))
                    .contains(reason)
                    .contains("is refused by this agent");
        assertThat(containers()).isEmpty();
    }

    private static String docker(String key, String value) {
        return "\"docker\":{\"image\":\"mongo:3.3\",\"parameters\":[{\"key\":\"%s\",\"value\":\"%s\"}]}"
                .formatted(key, value);
    }

    /// Why the application's task ended.
    private String refusal(String path) {
        return await("the task is refused")
                .atMost(Api.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () ->
                                cluster.api()
                                        .get(path + "?embed=app.lastTaskFailure")
                                        .json()
                                        .at("/app/lastTaskFailure/message")
                                        .asText(),
                        message -> !message.isEmpty());
    }

    /// Ids and start times.
    private List<String> containers() throws Exception {
        return Traces.run(
                "docker",
                "ps",
                "-a",
                "--no-trunc",
                "--filter",
                "label=io.dromos.agent=" + cluster.nodes().getFirst().mark(),
                "--format",
                "{{.ID}} {{.CreatedAt}}");
    }

    private static String example(String name) throws IOException {
        return Files.readString(Repository.root().resolve("ops/examples").resolve(name));
    }
}
