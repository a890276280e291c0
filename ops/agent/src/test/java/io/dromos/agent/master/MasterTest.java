package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.agent.ResourceTextAccess;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.Order;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A running master with scripted agents on the link and schedulers over HTTP.
class MasterTest {
    private static final String SMALL = "cpus:2;mem:1024;disk:100;ports:[31000-31009]";
    private Master master;

    @BeforeEach
    void start() throws Exception {
        master = Master.start(options(0));
    }

    @AfterEach
    void stop() throws Exception {
        master.close();
    }

    private static Master.Options options(int port) {
        return new Master.Options("127.0.0.1", port, "localhost", Duration.ofMillis(200), 5, true);
    }

    @ParameterizedTest
    @EnumSource
    void a_task_lives_its_life_in_both_encodings(SchedulerJson.Format format) throws Exception {
        try (ScriptedAgent agent = agent("a1");
                TestScheduler scheduler = scheduler(format)) {
            Offer offer = scheduler.offer();
            assertThat(offer.getHostname()).isEqualTo("a1");
            assertThat(scheduler.call(launch(offer, "t"))).isEqualTo(202);
            for (TaskState state : List.of(TaskState.TASK_RUNNING, TaskState.TASK_FINISHED)) {
                UUID uuid = agent.report("t", state);
                var status = scheduler.status(each -> each.getState() == state);
                assertThat(scheduler.call(acknowledge(status))).isEqualTo(202);
                await().until(() ->
                        agent.orders(Order.Acknowledge.class).stream()
                                .anyMatch(ack -> ack.uuid().equals(uuid)));
            }
            assertThat(framework().path("tasks")).isEmpty();
            assertThat(framework().at("/completed_tasks/0/state").asText())
                    .isEqualTo("TASK_FINISHED");
            assertThat(scheduler.call(call(Call.Type.TEARDOWN))).isEqualTo(202);
            await().until(scheduler::ended);
            await().until(() -> agent.orders(Order.ShutdownFramework.class).size() == 1);
        }
    }

    @Test
    void a_kill_reaches_the_agent() throws Exception {
        try (ScriptedAgent agent = agent("a1");
                TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
            scheduler.call(launch(scheduler.offer(), "t"));
            agent.report("t", TaskState.TASK_RUNNING);
            Call.Builder kill = call(Call.Type.KILL);
            kill.getKillBuilder().setTaskId(TaskID.newBuilder().setValue("t"));
            scheduler.call(kill);
            await().until(() -> agent.orders(Order.KillTask.class).size() == 1);
        }
    }

    @Test
    void an_agent_that_comes_back_keeps_its_id_and_its_tasks() throws Exception {
        try (ScriptedAgent agent = agent("a1");
                TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
            scheduler.call(launch(scheduler.offer(), "t"));
            agent.report("t", TaskState.TASK_RUNNING);
            var id = agent.id();
            await().until(() -> scheduler.count(Event.Type.OFFERS) == 2);
            agent.disconnect();
            scheduler.awaitEvent(event -> event.getType() == Event.Type.RESCIND);
            agent.connect();
            await().until(() -> agent.orders(Order.Registered.class).size() == 2);
            assertThat(agent.id()).isEqualTo(id);
            assertThat(framework().at("/tasks/0/state").asText()).isEqualTo("TASK_RUNNING");
        }
    }

    @Test
    void a_task_whose_order_was_lost_on_the_way_is_dropped() throws Exception {
        try (ScriptedAgent agent = agent("a1");
                TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
            scheduler.call(launch(scheduler.offer(), "t"));
            await().until(() -> agent.orders(Order.RunTask.class).size() == 1);
            agent.disconnect();
            agent.forget("t");
            agent.connect();
            scheduler.status(each -> each.getState() == TaskState.TASK_DROPPED);
        }
    }

    @Test
    void a_silent_agent_becomes_unreachable_and_its_tasks_come_back_with_it() throws Exception {
        try (ScriptedAgent agent = agent("a1");
                TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
            scheduler.call(launch(scheduler.offer(), "t"));
            agent.report("t", TaskState.TASK_RUNNING);
            agent.disconnect();
            var lost = scheduler.status(each -> each.getState() == TaskState.TASK_UNREACHABLE);
            assertThat(lost.hasUnreachableTime()).isTrue();
            scheduler.awaitEvent(event -> event.getType() == Event.Type.FAILURE);
            agent.connect();
            var back =
                    scheduler.status(each ->
                            each.getState() == TaskState.TASK_RUNNING
                                    && !each.hasUuid()
                                    && each.getMessage().contains("re-reregistered"));
            assertThat(back.getTaskId().getValue()).isEqualTo("t");
        }
    }

    @Test
    void agents_bring_their_tasks_to_a_restarted_master() throws Exception {
        int port = master.address().getPort();
        try (ScriptedAgent agent = agent("a1")) {
            FrameworkID id;
            try (TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
                scheduler.call(launch(scheduler.offer(), "t"));
                agent.report("t", TaskState.TASK_RUNNING);
                scheduler.status(each -> each.getState() == TaskState.TASK_RUNNING);
                id = scheduler.id();
            }
            master.close();
            master = Master.start(options(port));
            await().until(() -> agent.orders(Order.Registered.class).size() == 2);
            assertThat(framework().path("recovered").asBoolean()).isTrue();
            try (TestScheduler again =
                    new TestScheduler(master.address(), SchedulerJson.Format.PROTOBUF)) {
                again.subscribe(60, Optional.of(id));
                again.call(reconcile());
                again.status(each -> each.getState() == TaskState.TASK_RUNNING);
            }
        }
    }

    @Test
    void a_framework_whose_connection_drops_is_removed_after_its_failover_time() throws Exception {
        TestScheduler scheduler =
                new TestScheduler(master.address(), SchedulerJson.Format.PROTOBUF).subscribe(0.3);
        scheduler.close();
        await().until(() -> get("/state").path("completed_frameworks").size() == 1);
        assertThat(get("/state").path("frameworks")).isEmpty();
    }

    @Test
    void a_page_of_another_origin_is_refused() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/v1/scheduler"))
                        .header("Content-Type", "application/json")
                        .header("Origin", "http://evil.example")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void a_call_of_type_unknown_is_refused_and_the_master_lives() throws Exception {
        try (TestScheduler scheduler = scheduler(SchedulerJson.Format.PROTOBUF)) {
            assertThat(scheduler.call(call(Call.Type.UNKNOWN))).isEqualTo(400);
            assertThat(scheduler.call(call(Call.Type.REVIVE))).isEqualTo(202);
        }
    }

    @Test
    void the_old_endpoints_answer_in_their_shapes() throws Exception {
        try (ScriptedAgent agent = agent("a1")) {
            JsonNode slave = get("/master/slaves").at("/slaves/0");
            assertThat(slave.path("id").asText()).isEqualTo(agent.id().getValue());
            assertThat(slave.at("/resources/ports").asText()).isEqualTo("[31000-31009]");
            assertThat(slave.at("/resources/cpus").asDouble()).isEqualTo(2.0);
            assertThat(get("/master/state").path("leader").asText())
                    .isEqualTo("master@127.0.0.1:" + master.address().getPort());
            assertThat(get("/version").path("version").asText()).isEqualTo("1.11.0");
            assertThat(send(HttpRequest.newBuilder(uri("/health")).build()).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> redirect =
                    send(HttpRequest.newBuilder(uri("/master/redirect")).build());
            assertThat(redirect.statusCode()).isEqualTo(307);
            assertThat(redirect.headers().firstValue("Location"))
                    .contains("//localhost:" + master.address().getPort());
        }
    }

    private ScriptedAgent agent(String host) throws Exception {
        return new ScriptedAgent(master.address(), host, SMALL).connect();
    }

    private TestScheduler scheduler(SchedulerJson.Format format) throws Exception {
        return new TestScheduler(master.address(), format).subscribe(60);
    }

    private static Call.Builder call(Call.Type type) {
        return Call.newBuilder().setType(type);
    }

    private static Call.Builder reconcile() {
        Call.Builder call = call(Call.Type.RECONCILE);
        call.getReconcileBuilder();
        return call;
    }

    private static Call.Builder launch(Offer offer, String task) throws Exception {
        TaskInfo.Builder info =
                TaskInfo.newBuilder()
                        .setName(task)
                        .setTaskId(TaskID.newBuilder().setValue(task))
                        .setAgentId(offer.getAgentId())
                        .addAllResources(ResourceTextAccess.resources("cpus:0.5;mem:64"));
        info.getCommandBuilder().setValue("sleep 1000");
        Call.Builder call = call(Call.Type.ACCEPT);
        call.getAcceptBuilder()
                .addOfferIds(offer.getId())
                .addOperationsBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .getLaunchBuilder()
                .addTaskInfos(info);
        call.getAcceptBuilder().getFiltersBuilder().setRefuseSeconds(0);
        return call;
    }

    private static Call.Builder acknowledge(org.apache.mesos.v1.Protos.TaskStatus status) {
        Call.Builder call = call(Call.Type.ACKNOWLEDGE);
        call.getAcknowledgeBuilder()
                .setAgentId(status.getAgentId())
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid());
        return call;
    }

    private JsonNode framework() throws Exception {
        return get("/state").at("/frameworks/0");
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).build());
        return MesosJson.MAPPER.readTree(response.body());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + master.address().getPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
