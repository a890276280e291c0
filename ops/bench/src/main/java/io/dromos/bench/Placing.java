package io.dromos.bench;

import io.dromos.bench.Figure.Budget;
import io.dromos.bench.PlacementCheck.Host;
import io.dromos.bench.PlacementCheck.Place;
import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.scheduling.Assignment;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Lot;
import io.dromos.domain.scheduling.Placement;
import io.dromos.domain.scheduling.Rules;
import io.dromos.domain.scheduling.Scheduler;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.domain.scheduling.SchedulingContext;
import io.dromos.domain.scheduling.SchedulingLimits;
import io.dromos.domain.scheduling.Tally;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.FrameworkId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Placement and the scheduler's step, as functions: no wire, no log.
final class Placing implements Benchmark {

    private static final int AGENTS = 10_000;
    private static final int RACKS = 40;
    private static final int WANTED = 1_000;
    private static final int BATCH = 1_000;
    private static final Version VERSION = new Version(Instant.parse("2026-01-01T00:00:00Z"));

    @Override
    public String name() {
        return "placement";
    }

    @Override
    public String about() {
        return "rows 6, 7: placements/s on 10,000 agents, offers/s when nothing fits";
    }

    @Override
    public void measure(Run run) {
        int runs = run.pick(10, 50);
        var rates = new ArrayList<Double>();
        var lots = offers(0, AGENTS).stream().map(Lot::of).toList();
        var spread =
                ApplicationSpec.ofCommand("sleep 1000")
                        .withInstances(WANTED)
                        .withConstraints(
                                List.of(
                                        constraint("hostname", Constraint.Operator.UNIQUE),
                                        constraint("rack", Constraint.Operator.GROUP_BY)));
        for (int i = 0; i < runs; i++) {
            double begin = Probes.threadCpu();
            var placed = Placement.place(lots, List.of(want(spread, WANTED)), Rules.DEFAULT);
            rates.add(WANTED / (Probes.threadCpu() - begin) * 1_000);
            check(placed.assignments());
        }
        run.add(
                Figure.of(
                                "placements, 10,000 agents, hostname UNIQUE and rack GROUP_BY",
                                "1/s",
                                rates,
                                Budget.atLeast(2_000, 20_000))
                        .noting("per second of processor time"));
        run.add(
                Figure.of(
                                "offers consumed when nothing fits",
                                "1/s",
                                IntStream.range(0, runs).mapToObj(_ -> refused()).toList(),
                                Budget.atLeast(20_000, 100_000))
                        .noting(
                                "the scheduler's step until the DECLINE, without the wire; per second of processor time"));
    }

    private static void check(List<Assignment> assignments) {
        var hosts = offers(0, AGENTS).stream().map(Placing::host).toList();
        var places =
                assignments.stream()
                        .map(found -> {
                            var takes = found.want().spec().resources();
                            var ports = found.placement().hostPorts();
                            var host = found.placement().host();
                            return new Place(host, takes.cpus(), takes.mem(), takes.disk(), ports);
                        })
                        .toList();
        PlacementCheck.require(hosts, places, WANTED);
    }

    private static Host host(Offer offer) {
        var ports = offer.ports().getFirst();
        return new Host(
                offer.host(),
                offer.attributes().getOrDefault("rack", ""),
                offer.cpus(),
                offer.mem(),
                offer.disk(),
                ports.begin(),
                ports.end());
    }

    /// Offers a second: batches come, are tried for a want that is too large, and are declined.
    private static double refused() {
        var time = Duration.ZERO;
        var state = SchedulerState.START;
        state = step(state, new SchedulerInput.EpochClaimed(1), time).state();
        state =
                step(
                                state,
                                new SchedulerInput.Heard(
                                        new SchedulerEvent.Subscribed(
                                                new FrameworkId("f"),
                                                Duration.ofSeconds(15),
                                                "master")),
                                time)
                        .state();
        state =
                step(state, new SchedulerInput.LiveTasks(1, Optional.empty(), List.of()), time)
                        .state();
        var huge = want(ApplicationSpec.ofCommand("sleep 1000").withInstances(1), 1);
        var tooMuch = new Want(huge.app(), VERSION, large(), VERSION, 1, Tally.EMPTY);
        state =
                step(state, new SchedulerInput.Wanted(huge.app(), 1, List.of(tooMuch)), time)
                        .state();
        int declined = 0;
        var batches = IntStream.range(0, 20).mapToObj(i -> offers(i * BATCH, BATCH)).toList();
        double begin = Probes.threadCpu();
        for (var batch : batches) {
            var stepped =
                    step(state, new SchedulerInput.Heard(new SchedulerEvent.Offered(batch)), time);
            declined += declined(stepped.effects());
            time = time.plusMillis(250);
            stepped = step(stepped.state(), new SchedulerInput.Tick(), time);
            declined += declined(stepped.effects());
            state = stepped.state();
        }
        time = time.plusSeconds(10);
        declined += declined(step(state, new SchedulerInput.Tick(), time).effects());
        if (declined != 20 * BATCH) throw new IllegalStateException("Declined " + declined);
        return declined / (Probes.threadCpu() - begin) * 1_000;
    }

    private static io.dromos.domain.scheduling.Stepped step(
            SchedulerState state, SchedulerInput input, Duration time) {
        return Scheduler.step(
                state,
                input,
                new SchedulingContext(time, VERSION.at(), SchedulingLimits.DEFAULT, Rules.DEFAULT));
    }

    private static int declined(List<Effect> effects) {
        int offers = 0;
        for (var effect : effects)
            if (effect instanceof Effect.Call(_, SchedulerCall.Decline decline))
                offers += decline.offers().size();
        return offers;
    }

    /// No agent has the rack it asks for.
    private static ApplicationSpec large() {
        return ApplicationSpec.ofCommand("sleep 1000")
                .withConstraints(
                        List.of(
                                new Constraint(
                                        "rack",
                                        Constraint.Operator.CLUSTER,
                                        Optional.of("nowhere"))));
    }

    private static Want want(ApplicationSpec spec, int count) {
        return new Want(new AppId("/app"), VERSION, spec, VERSION, count, Tally.EMPTY);
    }

    private static Constraint constraint(String field, Constraint.Operator operator) {
        return new Constraint(field, operator, Optional.empty());
    }

    private static List<Offer> offers(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Placing::offer).toList();
    }

    private static Offer offer(int number) {
        return new Offer(
                new OfferId("offer-" + number),
                new AgentId("agent-" + number),
                "host-" + number,
                "127.0.0.1",
                "*",
                4,
                8_192,
                10_000,
                0,
                List.of(new PortRange(31_000, 31_999)),
                Map.of("rack", "rack-" + number % RACKS),
                Optional.empty(),
                Optional.empty());
    }
}
