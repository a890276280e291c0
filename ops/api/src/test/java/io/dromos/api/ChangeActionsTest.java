package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a change of each field does: its instances are exchanged, or only their number changes.
class ChangeActionsTest {

    private static final ActorSystem<?> SYSTEM = ReplayServer.system();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APP = "{\"id\":\"/app\",\"cmd\":\"sleep 1\"}";

    private final Served served = Served.start(SYSTEM);
    private final Client client = served.client();

    @AfterEach
    void stop() {
        served.close();
    }

    @AfterAll
    static void stopSystem() {
        SYSTEM.terminate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'instances':2|ScaleApplication",
                "'instances':0|ScaleApplication",
                "'cmd':'sleep 2','instances':0|ScaleApplication",
                "'cmd':'sleep 2','instances':2|RestartApplication",
                "'cmd':'sleep 2'|RestartApplication",
                "'cpus':9999|RestartApplication",
                "'mem':64|RestartApplication",
                "'disk':1|RestartApplication",
                "'env':{'A':'b'}|RestartApplication",
                "'labels':{'a':'b'}|RestartApplication",
                "'constraints':[['hostname','UNIQUE']]|RestartApplication",
                "'container':{'type':'DOCKER','docker':{'image':'nginx'}}|RestartApplication",
                "'portDefinitions':[{'port':0},{'port':0}]|RestartApplication",
                "'requirePorts':true|RestartApplication",
                "'fetch':[{'uri':'http://a/b'}]|RestartApplication",
                "'backoffSeconds':2|RestartApplication",
                "'backoffFactor':1.5|RestartApplication",
                "'maxLaunchDelaySeconds':10|RestartApplication",
                "'upgradeStrategy':{'minimumHealthCapacity':0.5,'maximumOverCapacity':0.5}|RestartApplication",
                "'killSelection':'OLDEST_FIRST'|RestartApplication",
                "'unreachableStrategy':'disabled'|RestartApplication",
                "'healthChecks':[{'protocol':'TCP','portIndex':0}]|RestartApplication",
                "'readinessChecks':[{'portName':'default'}]|RestartApplication",
                "'check':{'exec':{'command':{'shell':'true'}}}|RestartApplication",
                "'taskKillGracePeriodSeconds':7|RestartApplication",
                "'dependencies':['/other']|RestartApplication",
                "'user':'nobody'|RestartApplication",
                "'acceptedResourceRoles':['*']|RestartApplication",
            })
    void a_change_restarts_unless_it_is_of_the_number_alone_or_to_none(String fields, String action)
            throws IOException {
        assertThat(client.send("POST", "/v2/apps", APP).status()).isEqualTo(201);
        var steps = steps(fields);
        assertThat(steps).hasSize(1);
        assertThat(steps.at("/0/actions")).hasSize(1);
        assertThat(steps.at("/0/actions/0/app").asText()).isEqualTo("/app");
        assertThat(steps.at("/0/actions/0/action").asText()).isEqualTo(action);
    }

    @Test
    void what_says_the_same_does_nothing() throws IOException {
        client.send("POST", "/v2/apps", APP);
        assertThat(steps("")).isEmpty();
        assertThat(steps("'instances':1,'backoffFactor':1.15")).isEmpty();
    }

    /// The steps to an application that has these fields, too.
    private JsonNode steps(String fields) throws IOException {
        var app = (ObjectNode) JSON.readTree(APP);
        app.setAll((ObjectNode) JSON.readTree("{%s}".formatted(fields.replace('\'', '"'))));
        var root = JSON.createObjectNode().put("id", "/");
        root.putArray("apps").add(app);
        var answer = client.send("PUT", "/v2/groups?dryRun=true", root.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/steps");
    }
}
