package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.Application;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.front.SchedulerMail;
import io.dromos.domain.front.Telling;
import io.dromos.domain.scheduling.Effect;
import io.dromos.events.AppId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.state.ApplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An application's front: after each decision and after recovery it compares what is wished with
/// what the scheduler was told, and tells the difference. The scheduler is told again from time to
/// time, so that nothing rests on one message.
final class ApplicationFront extends AbstractBehavior<ApplicationFront.Message> {

    private static final Duration IDLE_MAX = Duration.ofMinutes(2);
    private static final Origin SCHEDULER = Origin.system("scheduler");

    /// What an application is told.
    sealed interface Message {}

    /// A request.
    record Ask(
            ApplicationCommand command,
            Origin origin,
            boolean inside,
            ActorRef<Answer<ApplicationReply>> replyTo)
            implements Message {}

    /// Places for as many launches as it said it wants; without any, a question about those that
    /// came before.
    record Propose(Effect.ProposePlan plan, ActorRef<Answer<ApplicationReply>> replyTo)
            implements Message {}

    /// See to what is open: a scheduler is new, or somebody missed something.
    record Wake() implements Message {}

    /// Be there: there are tasks to ask for their health, which a front does while it is awake.
    record Stay() implements Message {}

    /// Give up the place; what is remembered is in the log.
    record Stop() implements Message {}

    private record StoreTold(Store.News<ApplicationState, ApplicationReply> news)
            implements Message {}

    private record PlanAnswered(Answer<ApplicationReply> answer) implements Message {}

    private record RestartStore() implements Message {}

    private record Remind() implements Message {}

    private record Due() implements Message {}

    private final AppId app;
    private final Setting setting;
    private final Cluster cluster;
    private final Origin origin;
    private final TimerScheduler<Message> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Intake<Message, ApplicationState, ApplicationCommand, ApplicationReply> intake;

    /// Time makes its revisions differ from those of an earlier front.
    private Telling telling = Telling.begin(System.nanoTime());

    /// The places that are decided on at the moment.
    private Optional<Propose> planning = Optional.empty();

    private final ActorRef<Answer<ApplicationReply>> planAnswers;
    private final HealthChecks checks;
    private Instant busyAt;

    /// How far the log was when it was last told that time passed.
    private long tickedAt = -1;

    private ApplicationFront(
            ActorContext<Message> actor,
            TimerScheduler<Message> timers,
            AppId app,
            Setting setting,
            Cluster cluster,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(actor);
        this.app = app;
        this.setting = setting;
        this.cluster = cluster;
        this.shard = shard;
        this.timers = timers;
        this.origin = Origin.system("application");
        this.planAnswers = actor.messageAdapter(Answers.type(), PlanAnswered::new);
        this.busyAt = setting.context().get().now();
        this.checks = new HealthChecks(app, setting, actor, actor.getSelf());
        this.intake =
                new Intake<>(
                        PersistenceIds.of(app),
                        actor,
                        setting.bounds(),
                        front ->
                                Store.create(
                                        PersistenceIds.of(app),
                                        ApplicationState.empty(app),
                                        new Application(),
                                        ApplicationFact.class,
                                        setting,
                                        front),
                        StoreTold::new,
                        new RestartStore());
        timers.startTimerWithFixedDelay(new Remind(), Telling.REMIND);
    }

    static Behavior<Message> create(
            AppId app,
            Setting setting,
            Cluster cluster,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(actor ->
                Behaviors.withTimers(timers ->
                        new ApplicationFront(actor, timers, app, setting, cluster, shard)));
    }

    @Override
    public Receive<Message> createReceive() {
        return intake.watching(newReceiveBuilder().onMessage(Message.class, this::on), this);
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Stop _ -> {
                return Behaviors.stopped();
            }
            case Ask ask -> {
                busyAt = setting.context().get().now();
                telling = telling.hear(ask.command());
                intake.add(
                        new Intake.Asked<>(
                                new Store.Request<>(ask.command(), ask.origin()),
                                ask.inside(),
                                ask.replyTo()));
            }
            case Propose propose -> plan(propose);
            case PlanAnswered answered -> planned(answered.answer());
            case StoreTold news -> {
                intake.heard(news.news());
                if (closesWant(news.news())) telling = telling.anew();
                compare();
                intake.state().ifPresent(checks::stands);
            }
            case RestartStore _ -> intake.start();
            case Due _ -> tick();
            case Wake _ -> {
                telling = telling.forgotten();
                tick();
            }
            case Remind _ -> remind();
            // Whoever hears this is there.
            case Stay _ -> {}
        }
        return this;
    }

    /// A question without a place waits behind the proposal it is about, which may be on its way to
    /// the log (protocols 2.1). Places that come while others are decided on are left to be asked
    /// about: they rest on what was wanted before.
    private void plan(Propose propose) {
        var plan = propose.plan();
        boolean places = !plan.places().isEmpty();
        if (places && planning.isPresent()) return;
        if (places && !telling.isToldAs(plan.revision())) {
            var nothing = new ApplicationReply.Planned(plan.batch(), plan.epoch(), List.of());
            propose.replyTo().tell(new Answer.Decided<>(nothing, PersistenceIds.of(app), 0));
            telling = telling.anew();
            compare();
            return;
        }
        var unplanned = intake.state().map(telling::unplanned).orElse(Set.of());
        var command = SchedulerMail.plan(plan, telling.told(), unplanned);
        var request = new Store.Request<>(command, SCHEDULER);
        if (places) {
            planning = Optional.of(propose);
            telling = telling.plans();
        }
        intake.add(new Intake.Asked<>(request, true, places ? planAnswers : propose.replyTo()));
    }

    /// Whether a proposal may have been answered, which closes the want at the scheduler, so that
    /// the scheduler is to be told anew.
    private static boolean closesWant(Store.News<ApplicationState, ApplicationReply> news) {
        return switch (news) {
            case Store.Recovered<ApplicationState, ApplicationReply> _ -> true;
            case Store.Stored<ApplicationState, ApplicationReply> stored ->
                    stored.outcomes().stream()
                            .anyMatch(outcome ->
                                    outcome instanceof Store.Decided<ApplicationReply>(var reply)
                                            && reply instanceof ApplicationReply.Planned);
        };
    }

    private void planned(Answer<ApplicationReply> answer) {
        planning.ifPresent(propose -> propose.replyTo().tell(toScheduler(propose.plan(), answer)));
        planning = Optional.empty();
        telling = telling.planned();
        compare();
    }

    /// A plan under an epoch that is no longer the newest is not asked for again: its scheduler is
    /// to hear of it.
    private Answer<ApplicationReply> toScheduler(
            Effect.ProposePlan plan, Answer<ApplicationReply> answer) {
        if (!(answer instanceof Answer.NotWritten<ApplicationReply>(var why, var fenced))
                || !fenced) return answer;
        var reply = new ApplicationReply.Fenced(plan.batch(), plan.epoch(), why);
        return new Answer.Decided<>(reply, PersistenceIds.of(app), 0);
    }

    private void tick() {
        if (intake.state().isEmpty()) return;
        tickedAt = intake.sequenceNr();
        intake.add(
                new Intake.Asked<>(
                        new Store.Request<>(
                                new ApplicationCommand.Tick(setting.offers().apply(app)), origin),
                        true,
                        getContext().getSystem().ignoreRef()));
    }

    private void remind() {
        if (intake.state().isEmpty()) return;
        var now = setting.context().get().now();
        checks.stands(intake.state().get());
        if (!Telling.rests(intake.state().get(), now)) {
            telling = telling.anew();
            compare();
            return;
        }
        if (checks.isNeeded()) return;
        if (intake.isIdle() && busyAt.plus(IDLE_MAX).isBefore(now))
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }

    private void compare() {
        if (intake.state().isEmpty()) return;
        var context = setting.context().get();
        var now = context.now();
        var compared =
                telling.compare(intake.state().get(), now, context.hearing(), context.policy());
        telling = compared.next();
        for (var message : compared.messages())
            switch (message) {
                case Telling.ToScheduler(var input) ->
                        cluster.scheduler().tell(new SchedulerActor.Told(input));
                case Telling.ToDeployment(var deployment, var done, var step) ->
                        cluster.deployment(deployment)
                                .tell(new DeploymentFront.ApplicationDone(done, step));
                case Telling.StallToDeployment(var deployment, var it, var stall) ->
                        cluster.deployment(deployment)
                                .tell(new DeploymentFront.ApplicationStalled(it, stall));
            }
        timers.cancel(Due.class);
        compared.wakeAt()
                .ifPresent(due -> {
                    var wait = Duration.between(now, due).plusMillis(1);
                    // What could not be written is still due, and is not tried again at once.
                    var least =
                            tickedAt == intake.sequenceNr() ? Duration.ofSeconds(1) : Duration.ZERO;
                    timers.startSingleTimer(Due.class, new Due(), wait.isNegative() ? least : wait);
                });
    }
}
