package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.events.AgentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our calls against calls of the same type that a real master took.
class CallShapeTest {

    private static final double MILLIS = 1e3;

    /// Fields that no recorded call happened to use; each is in the v1 protocol.
    private static final List<String> BEYOND_THE_RECORDINGS =
            List.of(
                    "accept/operations[]/launch/task_infos[]/container/docker/force_pull_image",
                    "accept/operations[]/launch/task_infos[]/container/docker/privileged",
                    "accept/operations[]/launch/task_infos[]/discovery/ports/ports[]/labels/labels[]/key",
                    "accept/operations[]/launch/task_infos[]/discovery/ports/ports[]/labels/labels[]/value");

    @Test
    void subscribe_differs_from_a_recorded_one_only_in_what_we_are() throws IOException {
        var recorded = Recording.named("07").acceptedCalls("SUBSCRIBE").getFirst();
        var info = recorded.getAsJsonObject("subscribe").getAsJsonObject("framework_info");
        info.getAsJsonArray("capabilities")
                .add(JsonParser.parseString("{\"type\":\"REGION_AWARE\"}"));
        assertSame(
                CallTranslation.subscribe(identityOf(info), Optional.empty()),
                JsonShape.normal(recorded));
    }

    @Test
    void subscribe_under_a_known_id_names_it_twice() throws IOException {
        var recorded =
                Recording.named("28").acceptedCalls("SUBSCRIBE").stream()
                        .filter(call -> call.has("framework_id"))
                        .filter(call -> !call.getAsJsonObject("subscribe").has("force"))
                        .findFirst()
                        .orElseThrow();
        var info = recorded.getAsJsonObject("subscribe").getAsJsonObject("framework_info");
        info.getAsJsonArray("capabilities")
                .add(JsonParser.parseString("{\"type\":\"REGION_AWARE\"}"));
        assertSame(
                CallTranslation.subscribe(identityOf(info), Optional.of(framework(recorded))),
                JsonShape.normal(recorded));
    }

    @Test
    void every_plain_call_that_was_taken_is_one_we_can_make() throws IOException {
        int made = 0;
        for (var recording : Recording.all())
            for (var type :
                    List.of(
                            "DECLINE",
                            "KILL",
                            "ACKNOWLEDGE",
                            "RECONCILE",
                            "REVIVE",
                            "SUPPRESS",
                            "TEARDOWN"))
                for (var recorded : recording.acceptedCalls(type)) {
                    var call = sameAs(type, recorded);
                    if (call.isEmpty()) continue;
                    assertSame(
                            CallTranslation.translate(
                                    call.get(),
                                    framework(recorded),
                                    FrameworkInfo.getDefaultInstance()),
                            JsonShape.normal(recorded));
                    made++;
                }
        assertThat(made).isGreaterThan(400);
    }

    @Test
    void an_accept_of_a_command_holds_all_that_a_recorded_one_did() throws IOException {
        var recorded = Recording.named("07").acceptedCalls("ACCEPT").getFirst();
        var specs = Specs.cmd("echo started; sleep 3; echo done");
        specs.env.put("GREETING", "hello");
        specs.labels.put("team", "blue");
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.of("http"), Map.of()));
        specs.portDefinitions.add(new PortDefinition(0, "tcp", Optional.empty(), Map.of()));
        var ours = accept(specs, recorded, 32_000, 32_001);
        assertHolds(
                ours,
                JsonShape.normal(recorded),
                List.of("discovery/visibility", "discovery/name"));
    }

    @Test
    void an_accept_of_a_bridged_container_holds_all_that_a_recorded_one_did() throws IOException {
        var recorded =
                Recording.named("48").acceptedCalls("ACCEPT").stream()
                        .filter(call -> call.toString().contains("bridge-1"))
                        .findFirst()
                        .orElseThrow();
        var specs = Specs.cmd("busybox httpd -f -p 8080 -h /www");
        specs.resources = new Resources(0.1, 64, 0, 0);
        specs.env.put("A", "1");
        specs.labels.put("k", "v");
        specs.networks = List.of(Network.BRIDGE);
        specs.container =
                Optional.of(
                        new Container(
                                Container.Type.DOCKER,
                                Optional.of(
                                        new Container.Docker(
                                                "local/busybox:1",
                                                false,
                                                false,
                                                List.of(
                                                        new Container.Parameter(
                                                                "hostname", "inside"),
                                                        new Container.Parameter("label", "x=y")))),
                                List.of(Specs.mapping(8080, Optional.of(0), "http")),
                                List.of()));
        assertHolds(
                accept(specs, recorded, 32_000),
                JsonShape.normal(recorded),
                List.of("health_check"));
    }

    @Test
    void an_accept_uses_no_field_that_was_never_taken() throws IOException {
        var taken = new TreeSet<String>(BEYOND_THE_RECORDINGS);
        for (var recording : Recording.all())
            recording.acceptedCalls("ACCEPT").forEach(call -> JsonShape.paths("", call, taken));
        var specs = Specs.cmd("sleep 1");
        specs.networks = List.of(Specs.named("net"));
        specs.labels.put("k", "v");
        specs.killGracePeriod = Optional.of(Duration.ofSeconds(1));
        specs.user = Optional.of("nobody");
        specs.container =
                Optional.of(Specs.docker("busybox", Specs.mapping(80, Optional.of(0), "http")));
        var recorded = Recording.named("48").acceptedCalls("ACCEPT").getFirst();
        var ours = new TreeSet<String>();
        JsonShape.paths("", accept(specs, recorded, 32_000), ours);
        assertThat(taken).containsAll(ours);
    }

    private static Optional<SchedulerCall> sameAs(String type, JsonObject recorded) {
        var body = recorded.getAsJsonObject(type.toLowerCase(Locale.ROOT));
        return switch (type) {
            case "DECLINE" -> decline(body);
            case "KILL" ->
                    Optional.of(
                            new SchedulerCall.Kill(
                                    value(body, "task_id").orElseThrow(),
                                    value(body, "agent_id").map(AgentId::new),
                                    Optional.ofNullable(body.getAsJsonObject("kill_policy"))
                                            .map(policy -> policy.getAsJsonObject("grace_period"))
                                            .map(grace -> grace.get("nanoseconds").getAsLong())
                                            .map(Duration::ofNanos)));
            case "ACKNOWLEDGE" ->
                    Optional.of(
                            new SchedulerCall.Acknowledge(
                                    value(body, "task_id").orElseThrow(),
                                    new AgentId(value(body, "agent_id").orElseThrow()),
                                    body.get("uuid").getAsString()));
            case "RECONCILE" -> reconcile(body);
            case "REVIVE" -> Optional.of(new SchedulerCall.Revive(roles(body)));
            case "SUPPRESS" -> Optional.of(new SchedulerCall.Suppress(roles(body)));
            case "TEARDOWN" -> Optional.of(new SchedulerCall.Teardown());
            default -> throw new AssertionError(type);
        };
    }

    private static List<String> roles(@Nullable JsonObject body) {
        if (body == null) return List.of();
        return members(body.getAsJsonArray("roles")).map(JsonElement::getAsString).toList();
    }

    /// A decline always says for how long, and never holds what Mesos passes over.
    private static Optional<SchedulerCall> decline(JsonObject body) {
        if (!body.has("filters") || body.has("extra") || !body.has("offer_ids"))
            return Optional.empty();
        var seconds = body.getAsJsonObject("filters").get("refuse_seconds");
        if (seconds == null) return Optional.empty();
        return Optional.of(
                new SchedulerCall.Decline(
                        offerIds(body),
                        Duration.ofMillis((long) (seconds.getAsDouble() * MILLIS))));
    }

    /// We ask only for tasks of ours and with their agent, so the recorded ids become one of ours.
    private static Optional<SchedulerCall> reconcile(JsonObject body) {
        if (!body.has("tasks")) return Optional.of(new SchedulerCall.Reconcile(List.of()));
        var questions = new ArrayList<SchedulerCall.Question>();
        for (var task : body.getAsJsonArray("tasks")) {
            var agent = value(task.getAsJsonObject(), "agent_id");
            if (agent.isEmpty()) return Optional.empty();
            task.getAsJsonObject()
                    .getAsJsonObject("task_id")
                    .addProperty("value", Specs.TASK.value());
            questions.add(new SchedulerCall.Question(Specs.TASK, new AgentId(agent.get())));
        }
        return Optional.of(new SchedulerCall.Reconcile(questions));
    }

    private static JsonObject accept(Specs specs, JsonObject recorded, Integer... ports)
            throws IOException {
        var body = recorded.getAsJsonObject("accept");
        return json(
                CallTranslation.translate(
                        new SchedulerCall.Accept(
                                offerIds(body), List.of(specs.launch(ports)), Duration.ZERO),
                        framework(recorded),
                        FrameworkInfo.getDefaultInstance()));
    }

    private static List<OfferId> offerIds(JsonObject body) {
        return members(body.getAsJsonArray("offer_ids"))
                .map(id -> new OfferId(id.getAsJsonObject().get("value").getAsString()))
                .toList();
    }

    private static FrameworkIdentity identityOf(JsonObject info) {
        return new FrameworkIdentity(
                info.get("name").getAsString(),
                info.get("user").getAsString(),
                members(info.getAsJsonArray("roles")).map(JsonElement::getAsString).toList(),
                Optional.empty(),
                Duration.ofSeconds((long) info.get("failover_timeout").getAsDouble()),
                info.get("checkpoint").getAsBoolean(),
                info.get("hostname").getAsString(),
                Optional.of(info.get("webui_url").getAsString()));
    }

    private static Stream<JsonElement> members(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static FrameworkId framework(JsonObject call) {
        return new FrameworkId(value(call, "framework_id").orElseThrow());
    }

    private static Optional<String> value(JsonObject object, String field) {
        return object.has(field)
                ? Optional.of(object.getAsJsonObject(field).get("value").getAsString())
                : Optional.empty();
    }

    private static void assertSame(Call ours, JsonElement recorded) throws IOException {
        assertThat(json(ours)).isEqualTo(recorded);
    }

    /// Every field of the recorded call is in ours, with its value, but for ids, names and what is
    /// excepted; lists of names and values may be longer.
    private static void assertHolds(JsonObject ours, JsonElement recorded, List<String> excepted) {
        var values = new TreeSet<String>();
        JsonShape.leaves("", recorded, values);
        values.removeIf(leaf ->
                excepted.stream().anyMatch(leaf::contains)
                        || leaf.contains("task_infos[]/name")
                        || leaf.contains("task_infos[]/task_id")
                        || leaf.contains("task_infos[]/agent_id"));
        var held = new TreeSet<String>();
        JsonShape.leaves("", ours, held);
        assertThat(held).containsAll(values);
    }

    private static JsonObject json(Call call) throws IOException {
        return JsonShape.normal(
                        JsonParser.parseString(
                                new String(Wire.JSON.encode(call), StandardCharsets.UTF_8)))
                .getAsJsonObject();
    }
}
