package io.dromos.checks.scenarios;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks over HTTPS, by the server and by the agent, of servers that speak nothing else.
final class SecureChecksTest extends Scene {

    @Test
    void what_answers_over_tls_only_is_healthy_for_the_server_and_for_the_agent(
            @TempDir Path directory) throws Exception {
        var keys = Keys.selfSigned(directory);
        int asked = port(21);
        int probed = port(22);
        try (var byServer = Stub.secure(asked, 200, keys);
                var byAgent = Stub.secure(probed, 500, keys)) {
            var readiness =
                    ",\"readinessChecks\":[{\"protocol\":\"HTTPS\",\"path\":\"/\",\"intervalSeconds\":2,"
                            + "\"timeoutSeconds\":1}]";
            var server = checked("/server", asked, "HTTPS", readiness);
            api().post("/v2/apps", server).ok();
            api().post("/v2/apps", checked("/agent", probed, "MESOS_HTTPS", "")).ok();
            awaitApp("/server", "is well", it -> it.path("tasksHealthy").asInt() == 1);
            awaitApp("/agent", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
            byAgent.answer(200);
            awaitApp("/agent", "is well", it -> it.path("tasksHealthy").asInt() == 1);
            awaitApp("/server", "is deployed", it -> it.path("deployments").isEmpty());
            byServer.answer(500);
            awaitApp("/server", "is ill", it -> it.path("tasksUnhealthy").asInt() == 1);
        }
    }

    private static String checked(String id, int port, String protocol, String more) {
        var check = "\"%s\",\"path\":\"/\",\"portIndex\":0".formatted(protocol);
        return sleeper(id, Stub.at(port), Stub.checked(check), more);
    }
}
