package io.dromos.checks.endtoend;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.Program;
import io.dromos.checks.cluster.Shape;
import io.dromos.demo.DemoDocuments;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RsvpCommandsTest {

    @RegisterExtension final Cluster cluster = new Cluster(Shape.SMALL);

    @Test
    void a_guest_is_still_listed_after_the_page_was_destroyed_and_redeployed_without_docker() {
        var documents =
                DemoDocuments.asCommands(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Program.classPath(),
                        cluster.directory().resolve("rsvp-data"),
                        "127.0.0.1:" + cluster.dnsPort());
        var rsvp = new Rsvp(cluster);
        rsvp.deploy(documents);

        rsvp.submit("Grace");
        rsvp.awaitListed("Grace");
        rsvp.redeploy(documents.getLast());

        rsvp.awaitListed("Grace");
    }
}
