package io.dromos.agent.master;

import static io.dromos.agent.master.Make.acceptCall;
import static io.dromos.agent.master.Make.agent;
import static io.dromos.agent.master.Make.call;
import static io.dromos.agent.master.Make.framework;
import static io.dromos.agent.master.Make.id;
import static io.dromos.agent.master.Make.info;
import static io.dromos.agent.master.Make.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Order;
import io.dromos.agent.link.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/// The books alone, with a clock that only the tests turn.
class BooksTest {
    private static final String MASTER = "m";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Settings SETTINGS =
            new Settings(
                    MASTER, "127.0.0.1", 5050, "localhost", START, Duration.ofSeconds(15), 5, true);

    private final Books books = new Books(SETTINGS);
    private Instant now = START;

    @Test
    void an_offer_is_never_spent_twice() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        assertThat(run(accept("m-O0", "a", "cpus:1"))).hasSize(1);
        List<Effect> again = books.step(accept("m-O0", "b", "cpus:1"), now);
        assertThat(orders(again)).isEmpty();
        assertThat(statuses(again))
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_DROPPED);
    }

    @Test
    void what_a_task_holds_is_offered_again_the_moment_it_ends() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        run(accept("m-O0", "a", "cpus:1"));
        List<Effect> effects = report("a", TaskState.TASK_FINISHED);
        assertThat(offers(effects)).hasSize(1);
    }

    @Test
    void a_filter_hides_what_was_refused_until_it_runs_out() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        Call.Builder decline = call(Call.Type.DECLINE);
        decline.getDeclineBuilder().addOfferIds(id("m-O0")).getFiltersBuilder().setRefuseSeconds(3);
        step(decline);
        now = now.plusMillis(2_999);
        assertThat(books.step(new Input.Allocate(), now)).isEmpty();
        now = now.plusMillis(1);
        assertThat(offers(books.step(new Input.Allocate(), now))).hasSize(1);
    }

    @Test
    void a_filter_ends_with_the_stream_on_which_it_was_asked_for() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        Call.Builder decline = call(Call.Type.DECLINE);
        decline.getDeclineBuilder()
                .addOfferIds(id("m-O0"))
                .getFiltersBuilder()
                .setRefuseSeconds(3_600);
        step(decline);
        books.step(new Input.StreamGone("s1"), now);
        Call again = subscription(60).toBuilder().setFrameworkId(framework()).build();
        assertThat(offers(books.step(new Input.Subscribe("s2", again), now))).hasSize(1);
    }

    @Test
    void heartbeats_keep_their_rhythm_however_late_one_was() {
        subscribe("s1");
        assertThat(books.nextDeadline()).contains(START.plusSeconds(15));
        now = START.plusSeconds(17);
        assertThat(books.step(new Input.Wake(), now)).hasSize(1);
        assertThat(books.nextDeadline()).contains(START.plusSeconds(30));
    }

    @Test
    void a_task_on_an_unreachable_agent_that_is_marked_gone_is_gone_too() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        run(accept("m-O0", "a", "cpus:1"));
        now = now.plusSeconds(75);
        books.step(new Input.Wake(), now);
        Call.Builder ask = call(Call.Type.RECONCILE);
        ask.getReconcileBuilder().addTasksBuilder().getTaskIdBuilder().setValue("a");
        assertThat(statuses(step(ask)))
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_UNREACHABLE);
        books.step(new Input.AgentGone("m-S0"), now);
        assertThat(statuses(step(ask)))
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_GONE_BY_OPERATOR);
    }

    @Test
    void a_framework_is_removed_exactly_when_its_failover_time_is_over() {
        subscribe("s1");
        books.step(new Input.StreamGone("s1"), now);
        now = now.plusSeconds(60).minusNanos(1);
        books.step(new Input.Wake(), now);
        assertThat(books.hasFramework("m-0000")).isTrue();
        now = now.plusNanos(1);
        books.step(new Input.Wake(), now);
        assertThat(books.hasFramework("m-0000")).isFalse();
    }

    @Test
    void a_pause_of_the_master_is_neither_an_agents_silence_nor_a_schedulers() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        run(accept("m-O0", "a", "cpus:1"));
        books.step(new Input.StreamGone("s1"), now);
        now = now.plusSeconds(600);
        books.step(new Input.Paused(Duration.ofSeconds(600)), now);
        books.step(new Input.Wake(), now);
        assertThat(books.hasFramework("m-0000")).isTrue();
        subscribeAgain("s2");
        Call.Builder ask = call(Call.Type.RECONCILE);
        ask.getReconcileBuilder().addTasksBuilder().getTaskIdBuilder().setValue("a");
        assertThat(statuses(step(ask)))
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_STAGING);
        now = now.plusSeconds(75);
        books.step(new Input.Wake(), now);
        assertThat(statuses(step(ask)))
                .as("but what comes after it is")
                .extracting(TaskStatus::getState)
                .containsExactly(TaskState.TASK_UNREACHABLE);
    }

    @Test
    void a_kill_for_an_agent_that_is_away_is_repeated_when_it_is_back() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        run(accept("m-O0", "a", "cpus:1"));
        report("a", TaskState.TASK_RUNNING);
        books.step(new Input.LinkGone("l1"), now);
        Call.Builder kill = call(Call.Type.KILL);
        kill.getKillBuilder().setTaskId(TaskID.newBuilder().setValue("a"));
        assertThat(orders(step(kill))).isEmpty();
        Task task = task("a");
        Hello.KnownTask known =
                new Hello.KnownTask(framework(), task.info, task.statuses(), Optional.empty());
        AgentInfo again = info("cpus:1;mem:64").toBuilder().setId(agent("m-S0")).build();
        Hello hello = new Hello(again, "127.0.0.1", List.of(), List.of(known));
        List<Effect> effects = books.step(new Input.LinkOpened("l2", hello), now);
        assertThat(orders(effects)).hasAtLeastOneElementOfType(Order.KillTask.class);
    }

    @Test
    void a_task_of_a_removed_framework_is_ended_when_its_agent_comes_back() throws Exception {
        join("l1", "cpus:1;mem:64");
        subscribe("s1");
        run(accept("m-O0", "a", "cpus:1"));
        Task task = task("a");
        books.step(new Input.LinkGone("l1"), now);
        step(call(Call.Type.TEARDOWN));
        AgentInfo again = info("cpus:1;mem:64").toBuilder().setId(agent("m-S0")).build();
        Hello.KnownTask known =
                new Hello.KnownTask(framework(), task.info, List.of(), Optional.empty());
        Hello hello = new Hello(again, "127.0.0.1", List.of(task.framework.info()), List.of(known));
        List<Effect> effects = books.step(new Input.LinkOpened("l2", hello), now);
        assertThat(orders(effects)).contains(new Order.ShutdownFramework(framework()));
        assertThat(books.hasFramework("m-0000")).isFalse();
    }

    private void join(String link, String resources) throws Exception {
        Hello hello = new Hello(info(resources), "127.0.0.1", List.of(), List.of());
        books.step(new Input.LinkOpened(link, hello), now);
    }

    private void subscribe(String stream) {
        books.step(new Input.Subscribe(stream, subscription(60)), now);
    }

    private void subscribeAgain(String stream) {
        Call again = subscription(60).toBuilder().setFrameworkId(framework()).build();
        books.step(new Input.Subscribe(stream, again), now);
    }

    private List<Effect> step(Call.Builder call) {
        return books.step(new Input.Called(call.build()), now);
    }

    private List<Order> run(Input input) {
        return orders(books.step(input, now));
    }

    private List<Effect> report(String task, TaskState state) {
        TaskStatus status =
                TaskStatus.newBuilder()
                        .setTaskId(TaskID.newBuilder().setValue(task))
                        .setState(state)
                        .setUuid(LinkJson.bytes(new UUID(1, 1)))
                        .build();
        Report update = new Report.Update(agent("m-S0"), framework(), status, state);
        return books.step(new Input.Reported(update), now);
    }

    private static Input accept(String offer, String task, String resources) throws Exception {
        return new Input.Called(acceptCall(offer, task, resources, "m-S0").build());
    }

    private Task task(String id) {
        return books.ledger().frameworks.values().stream()
                .flatMap(framework -> framework.tasks.values().stream())
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Order> orders(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(each -> ((Effect.Send) each).order())
                .toList();
    }

    private static List<TaskStatus> statuses(List<Effect> effects) {
        return events(effects).stream()
                .filter(event -> event.getType() == Event.Type.UPDATE)
                .map(event -> event.getUpdate().getStatus())
                .toList();
    }

    private static List<Offer> offers(List<Effect> effects) {
        return events(effects).stream()
                .flatMap(event -> event.getOffers().getOffersList().stream())
                .toList();
    }

    private static List<Event> events(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(each -> ((Effect.Tell) each).event())
                .toList();
    }
}
