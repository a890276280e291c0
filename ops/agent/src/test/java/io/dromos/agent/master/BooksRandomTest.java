package io.dromos.agent.master;

import static io.dromos.agent.master.Make.acceptCall;
import static io.dromos.agent.master.Make.agent;
import static io.dromos.agent.master.Make.call;
import static io.dromos.agent.master.Make.id;
import static io.dromos.agent.master.Make.info;
import static io.dromos.agent.master.Make.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.link.Hello;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/// Seeded random runs of the books.
class BooksRandomTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Settings SETTINGS =
            new Settings(
                    "m", "127.0.0.1", 5050, "localhost", START, Duration.ofSeconds(15), 5, true);

    /// Whatever happens, an agent's total is what is free, offered and held by its tasks, and the
    /// same inputs give the same effects.
    @Test
    void the_books_balance_in_any_run_and_a_run_can_be_repeated() throws Exception {
        long seed = new Random().nextLong();
        List<List<Effect>> first = randomRun(new Random(seed), new Books(SETTINGS), seed);
        List<List<Effect>> second = randomRun(new Random(seed), new Books(SETTINGS), seed);
        assertThat(second).as("seed " + seed).isEqualTo(first);
    }

    private List<List<Effect>> randomRun(Random random, Books run, long seed) throws Exception {
        List<List<Effect>> effects = new ArrayList<>();
        List<Input> plan = new ArrayList<>();
        Instant time = START;
        for (int i = 0; i < 2_000; i++) {
            time = time.plusMillis(random.nextInt(800));
            plan.addAll(randomInputs(random, run, i));
            for (Input input : plan) {
                effects.add(run.step(input, time));
            }
            plan.clear();
            balance(run, seed);
        }
        return effects;
    }

    private List<Input> randomInputs(Random random, Books run, int i) throws Exception {
        Ledger ledger = run.ledger();
        List<Offer> open = List.copyOf(ledger.offers.values());
        List<Task> tasks =
                ledger.frameworks.values().stream()
                        .flatMap(f -> f.tasks.values().stream())
                        .toList();
        int choice = random.nextInt(12);
        if (choice < 4 && !open.isEmpty()) {
            Offer offer = open.get(random.nextInt(open.size()));
            Call.Builder call = acceptCall(offer.id(), "t" + i, "cpus:0.3;mem:8", offer.agent().id);
            return List.of(new Input.Called(call.setFrameworkId(id(offer.framework())).build()));
        }
        if (choice < 7 && !tasks.isEmpty()) {
            Task task = tasks.get(random.nextInt(tasks.size()));
            TaskState state = random.nextBoolean() ? TaskState.TASK_RUNNING : TaskState.TASK_FAILED;
            UUID uuid = new UUID(i, random.nextLong());
            TaskStatus status =
                    TaskStatus.newBuilder()
                            .setTaskId(task.info.getTaskId())
                            .setState(state)
                            .setUuid(LinkJson.bytes(uuid))
                            .build();
            Report update =
                    new Report.Update(agent(task.agentId), id(task.framework), status, state);
            Call.Builder acknowledge =
                    call(Call.Type.ACKNOWLEDGE).setFrameworkId(id(task.framework));
            acknowledge
                    .getAcknowledgeBuilder()
                    .setAgentId(agent(task.agentId))
                    .setTaskId(task.info.getTaskId())
                    .setUuid(LinkJson.bytes(uuid));
            return List.of(new Input.Reported(update), new Input.Called(acknowledge.build()));
        }
        return List.of(
                switch (choice) {
                    case 7 -> new Input.Subscribe("s" + i, subscription(i % 3 == 0 ? 0 : 5));
                    case 8 -> new Input.StreamGone("s" + random.nextInt(i + 1));
                    case 9 ->
                            new Input.LinkOpened(
                                    "l" + i,
                                    new Hello(info("cpus:2;mem:128"), "h", List.of(), List.of()));
                    case 10 -> new Input.LinkGone("l" + random.nextInt(i + 1));
                    case 11 -> new Input.Wake();
                    default -> new Input.Allocate();
                });
    }

    private static void balance(Books run, long seed) {
        for (Agent agent : run.ledger().agents.values()) {
            Amounts sum = agent.free();
            for (Offer offer : agent.offers.values()) {
                sum = sum.plus(offer.amounts().bare());
            }
            for (Task task : agent.tasks.values()) {
                if (!Task.isTerminal(task.state())) {
                    sum = sum.plus(task.amounts.bare());
                }
            }
            assertThat(sum.contains(agent.total()) && agent.total().contains(sum))
                    .as("agent %s: %s is not %s, seed %d", agent.id, sum, agent.total(), seed)
                    .isTrue();
        }
    }
}
