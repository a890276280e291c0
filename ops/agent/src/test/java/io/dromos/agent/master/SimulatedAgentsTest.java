package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.agent.ResourceTextAccess;
import io.dromos.agent.simulated.Fleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A running master whose agents are simulated, and a scheduler over HTTP that cannot tell.
class SimulatedAgentsTest {
    private Master master;
    private TestScheduler scheduler;

    @BeforeEach
    void start() throws Exception {
        Fleet.Settings fleet =
                new Fleet.Settings(
                        3,
                        Duration.ofMillis(20),
                        0,
                        "127.0.0.1",
                        ResourceTextAccess.resources("cpus:2;mem:1024;ports:[31000-31009]"),
                        ResourceTextAccess.attributes("zone:z"));
        Master.Options options =
                new Master.Options("127.0.0.1", 0, "localhost", Duration.ofMillis(200), 5, true);
        master = Master.start(options, Optional.of(fleet));
        scheduler = new TestScheduler(master.address(), SchedulerJson.Format.PROTOBUF);
        scheduler.subscribe(60);
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.close();
        master.close();
    }

    @Test
    void every_agent_is_offered_with_its_own_name_and_rack() {
        List<Offer> offers = offers();
        assertThat(offers)
                .extracting(Offer::getHostname)
                .containsExactlyInAnyOrder("simulated-00000", "simulated-00001", "simulated-00002");
        assertThat(offers.getFirst().getAttributesList())
                .extracting(each -> each.getName() + ":" + each.getText().getValue())
                .containsExactly("zone:z", "rack:rack-0");
    }

    @Test
    void a_task_lives_its_life_and_what_it_held_is_offered_again() throws Exception {
        Offer offer = offers().getFirst();
        assertThat(scheduler.call(launch(offer, "t"))).isEqualTo(202);
        acknowledge(state(TaskState.TASK_STARTING));
        acknowledge(state(TaskState.TASK_RUNNING));
        assertThat(metrics())
                .contains("\"master/tasks_running\":1.0", "\"master/slaves_connected\":3.0");
        Call.Builder reconcile = Call.newBuilder().setType(Call.Type.RECONCILE);
        reconcile.getReconcileBuilder();
        scheduler.call(reconcile);
        scheduler.status(each ->
                each.getState() == TaskState.TASK_RUNNING
                        && each.getReason() == TaskStatus.Reason.REASON_RECONCILIATION);
        Call.Builder kill = Call.newBuilder().setType(Call.Type.KILL);
        kill.getKillBuilder().setTaskId(TaskID.newBuilder().setValue("t"));
        scheduler.call(kill);
        acknowledge(state(TaskState.TASK_KILLED));
        Call.Builder ask = Call.newBuilder().setType(Call.Type.RECONCILE);
        ask.getReconcileBuilder()
                .addTasksBuilder()
                .setTaskId(TaskID.newBuilder().setValue("t"))
                .setAgentId(offer.getAgentId());
        scheduler.call(ask);
        scheduler.status(each -> each.getState() == TaskState.TASK_GONE);
        await().until(() ->
                offers().stream()
                        .filter(each -> each.getAgentId().equals(offer.getAgentId()))
                        .anyMatch(each -> cpus(each) == 2 && !each.getId().equals(offer.getId())));
    }

    @Test
    void agents_that_are_pinged_stay() {
        await().during(Duration.ofMillis(1_500))
                .until(() -> scheduler.count(Event.Type.FAILURE) == 0);
    }

    private String metrics() throws Exception {
        var uri =
                URI.create("http://127.0.0.1:" + master.address().getPort() + "/metrics/snapshot");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private List<Offer> offers() {
        scheduler.awaitEvent(event -> event.getType() == Event.Type.OFFERS);
        return scheduler.events.stream()
                .flatMap(event -> event.getOffers().getOffersList().stream())
                .toList();
    }

    private TaskStatus state(TaskState state) {
        return scheduler.status(each -> each.getState() == state);
    }

    private static double cpus(Offer offer) {
        return offer.getResourcesList().stream()
                .filter(each -> each.getName().equals("cpus"))
                .mapToDouble(each -> each.getScalar().getValue())
                .sum();
    }

    private void acknowledge(TaskStatus status) throws Exception {
        Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE);
        call.getAcknowledgeBuilder()
                .setAgentId(status.getAgentId())
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid());
        assertThat(scheduler.call(call)).isEqualTo(202);
    }

    private static Call.Builder launch(Offer offer, String task) throws Exception {
        TaskInfo.Builder info =
                TaskInfo.newBuilder()
                        .setName(task)
                        .setTaskId(TaskID.newBuilder().setValue(task))
                        .setAgentId(offer.getAgentId())
                        .addAllResources(ResourceTextAccess.resources("cpus:0.5;mem:64"));
        info.getCommandBuilder().setValue("never run");
        Call.Builder call = Call.newBuilder().setType(Call.Type.ACCEPT);
        call.getAcceptBuilder()
                .addOfferIds(offer.getId())
                .addOperationsBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .getLaunchBuilder()
                .addTaskInfos(info);
        return call;
    }
}
