package io.dromos.simulation;

import io.dromos.domain.Hearing;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.front.SchedulerMail;
import io.dromos.domain.front.Telling;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AppId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.state.ApplicationState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// An application in one process: carries what [Telling] says.
final class ApplicationSite extends Site {

    private static final long IDLE_MAX = 120_000;

    private final AppId app;
    private final Desk<ApplicationState, ApplicationCommand, ApplicationFact, ApplicationReply>
            desk;
    private Telling telling;
    private long due;
    private long busyAt;

    ApplicationSite(Node node, AppId app) {
        super(node);
        this.app = app;
        // Time makes it differ from those of an earlier front.
        telling = Telling.begin(course().millis() * 1_000 + node.number());
        busyAt = course().millis();
        desk =
                new Desk<>(
                        this,
                        PersistenceIds.of(app),
                        new Meddling(course()),
                        ApplicationState.class,
                        ApplicationFact.class,
                        this::compare);
        course().every(Telling.REMIND.toMillis(), this::isAlive, this::remind);
        if (Checkups.wanted(course()))
            course().every(Checkups.INTERVAL, this::isAlive, this::examine);
    }

    Desk<ApplicationState, ApplicationCommand, ApplicationFact, ApplicationReply> desk() {
        busyAt = course().millis();
        return desk;
    }

    /// The desk, for a scheduler's order.
    Desk<ApplicationState, ApplicationCommand, ApplicationFact, ApplicationReply> hear(
            ApplicationCommand command) {
        telling = telling.hear(command);
        return desk();
    }

    void wake() {
        telling = telling.forgotten();
        tick();
    }

    /// Places for launches, from a scheduler.
    void propose(Effect.ProposePlan plan, Consumer<ApplicationReply> answer) {
        boolean careless = course().has(Fault.STALE_PROPOSAL_PLANNED);
        boolean places = !plan.places().isEmpty();
        if (places && telling.planning() && !careless) return;
        if (places && !telling.isToldAs(plan.revision()) && !careless) {
            answer.accept(new ApplicationReply.Planned(plan.batch(), plan.epoch(), List.of()));
            anew();
            return;
        }
        if (!places && course().has(Fault.PLANNING_FORGOTTEN)) {
            telling = telling.planned();
            accounted(new ApplicationReply.Planned(plan.batch(), plan.epoch(), List.of()), answer);
            return;
        }
        var unplanned = desk.state().map(telling::unplanned).orElse(Set.of());
        boolean compared = !careless && !course().has(Fault.PLANNING_FORGOTTEN);
        var told = compared ? telling.told() : Optional.<List<Want>>empty();
        var order = SchedulerMail.plan(plan, told, unplanned);
        if (places) telling = telling.plans();
        desk.ask(
                order,
                places ? new Planning(plan, answer) : (reply, _) -> accounted(reply, answer));
    }

    private void accounted(ApplicationReply reply, Consumer<ApplicationReply> answer) {
        answer.accept(reply);
        course().after(
                        0,
                        () -> {
                            if (isAlive()) anew();
                        });
    }

    /// Every answer to a proposal closes the want at the scheduler.
    private void anew() {
        telling = telling.anew();
        compare();
    }

    /// The answer to a plan passes the front.
    private final class Planning implements Answer<ApplicationReply> {
        private final Effect.ProposePlan plan;
        private final Consumer<ApplicationReply> answer;

        Planning(Effect.ProposePlan plan, Consumer<ApplicationReply> answer) {
            this.plan = plan;
            this.answer = answer;
        }

        @Override
        public void decided(ApplicationReply reply, long sequenceNr) {
            answer.accept(reply);
            course().after(0, this::planned);
        }

        @Override
        public void unknown() {
            course().after(0, this::planned);
        }

        @Override
        public void fenced(String why) {
            answer.accept(new ApplicationReply.Fenced(plan.batch(), plan.epoch(), why));
            course().after(0, this::planned);
        }

        private void planned() {
            if (!isAlive()) return;
            telling = telling.planned();
            compare();
        }
    }

    private void tick() {
        if (desk.state().isPresent()) desk.order(new ApplicationCommand.Tick());
    }

    private void examine() {
        var checkups = new Checkups(course(), cluster().mesos());
        desk.state()
                .flatMap(checkups::examine)
                .ifPresent(order ->
                        desk.ask(
                                order,
                                (_, _) -> truth().health().examined(truth(), order.findings())));
    }

    private void remind() {
        if (desk.state().isEmpty()) return;
        if (!Telling.rests(desk.state().get(), clock().now())) anew();
        else if (desk.isIdle() && course().millis() - busyAt > IDLE_MAX) node().forget(app);
    }

    private Hearing hearing() {
        return course().has(Fault.SILENCE_IGNORED) ? Hearing.NEVER : Hearing.ALWAYS;
    }

    private void compare() {
        if (desk.state().isEmpty()) return;
        var now = clock().now();
        var compared = telling.compare(desk.state().get(), now, hearing(), Hangs.policy(course()));
        telling = compared.next();
        for (var message : compared.messages()) {
            if (!goesOn()) return;
            switch (message) {
                case Telling.ToScheduler(var input) ->
                        cluster().scheduler(scheduler -> scheduler.told(input));
                case Telling.ToDeployment(var deployment, var done, var step) ->
                        cluster().deployment(deployment, site -> site.done(done, step));
                case Telling.StallToDeployment(var deployment, var it, var stall) ->
                        cluster().deployment(deployment, site -> site.stalled(it, stall));
            }
        }
        if (course().has(Fault.DRAIN_SKIPPED)) Haste.endNow(desk.state().get(), cluster());
        long mine = ++due;
        compared.wakeAt()
                .ifPresent(at ->
                        course().after(
                                        Math.max(0, Duration.between(now, at).toMillis() + 1),
                                        () -> {
                                            if (isAlive() && mine == due) tick();
                                        }));
    }
}
