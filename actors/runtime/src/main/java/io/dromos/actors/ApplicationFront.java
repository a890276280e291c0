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
import io.dromos.domain.application.Wishes;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.Want;
import io.dromos.events.AppId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An application's front: after each decision and after recovery it compares what is wished with
/// what the scheduler was told, and tells the difference. The scheduler is told again from time to
/// time, so that nothing rests on one message.
final class ApplicationFront extends AbstractBehavior<ApplicationFront.Message> {

    private static final Duration REMIND = Duration.ofSeconds(10);
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

    /// Places for as many launches as it said it wants.
    ///
    /// @param revision of the want it answers; one that is not the latest plans nothing
    /// @param config the places were chosen for; absent if there is no place
    record Propose(
            long batch,
            long epoch,
            long revision,
            Optional<Version> config,
            List<Placement> places,
            ActorRef<Answer<ApplicationReply>> replyTo)
            implements Message {
        /// Copies what it is given.
        Propose {
            places = List.copyOf(places);
        }
    }

    /// See to what is open: a scheduler is new, or somebody missed something.
    record Wake() implements Message {}

    /// Give up the place; what is remembered is in the log.
    record Stop() implements Message {}

    private record StoreTold(Store.News<ApplicationState, ApplicationReply> news)
            implements Message {}

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

    /// What the scheduler was told last; absent if it is to be told anew.
    private Optional<List<Want>> told = Optional.empty();

    /// Numbers what the scheduler is told. Time makes it differ from those of an earlier front.
    private long revision = System.nanoTime();

    /// Tasks that were told to end since all of them last were.
    private final Set<TaskId> killed = new HashSet<>();

    /// Of kills asked for before this all were told.
    private Instant killsFrom = Instant.MIN;

    /// When all are told again.
    private Instant killsAgainAt = Instant.MIN;

    private final Strays strays = new Strays();
    private Optional<Rollout.Release> doneTold = Optional.empty();
    private Instant busyAt;

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
        this.busyAt = setting.context().get().now();
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
        timers.startTimerWithFixedDelay(new Remind(), REMIND);
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
                strays.hear(ask.command());
                intake.add(
                        new Intake.Asked<>(
                                new Store.Request<>(ask.command(), ask.origin()),
                                ask.inside(),
                                ask.replyTo()));
            }
            case Propose propose -> plan(propose);
            case StoreTold news -> {
                intake.heard(news.news());
                if (SchedulerMail.closesWant(news.news())) told = Optional.empty();
                compare();
            }
            case RestartStore _ -> intake.start();
            case Due _ -> tick();
            case Wake _ -> {
                told = Optional.empty();
                killsAgainAt = Instant.MIN;
                doneTold = Optional.empty();
                tick();
            }
            case Remind _ -> remind();
        }
        return this;
    }

    /// A question without a place waits behind the proposal it is about, which may be on its way to
    /// the log (protocols 2.1).
    private void plan(Propose propose) {
        if (propose.config().isPresent() && propose.revision() != revision) {
            var nothing = new ApplicationReply.Planned(propose.batch(), propose.epoch(), List.of());
            propose.replyTo().tell(new Answer.Decided<>(nothing, PersistenceIds.of(app), 0));
            told = Optional.empty();
            compare();
            return;
        }
        var unplanned = intake.state().map(strays::unplanned).orElse(Set.of());
        var request = new Store.Request<>(SchedulerMail.plan(propose, unplanned), SCHEDULER);
        intake.add(new Intake.Asked<>(request, true, propose.replyTo()));
    }

    private void tick() {
        if (intake.state().isEmpty()) return;
        intake.add(
                new Intake.Asked<>(
                        new Store.Request<>(new ApplicationCommand.Tick(), origin),
                        true,
                        getContext().getSystem().ignoreRef()));
    }

    private void remind() {
        if (intake.state().isEmpty()) return;
        var now = setting.context().get().now();
        var state = intake.state().get();
        if (!Wishes.wish(state, now).isSatisfied() || state.rollout().rolling()) {
            told = Optional.empty();
            compare();
            return;
        }
        if (intake.isIdle() && busyAt.plus(IDLE_MAX).isBefore(now))
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }

    private void compare() {
        if (intake.state().isEmpty()) return;
        var state = intake.state().get();
        var now = setting.context().get().now();
        boolean again = !killsAgainAt.isAfter(now);
        var wish = Wishes.wish(state, now, again ? Instant.MIN : killsFrom);
        want(Wanting.of(state, wish, strays.blocked(state)));
        kill(state, wish, now, again);
        if (!wish.undecided().isEmpty())
            cluster.scheduler()
                    .tell(
                            new SchedulerActor.Told(
                                    new SchedulerInput.Undecided(
                                            app, Wanting.live(wish.undecided()))));
        timers.cancel(Due.class);
        wish.wakeAt()
                .ifPresent(due -> {
                    var wait = Duration.between(now, due).plusMillis(1);
                    timers.startSingleTimer(
                            Due.class, new Due(), wait.isNegative() ? Duration.ZERO : wait);
                });
        tellDone(state);
    }

    /// Tells what is new at once, and all from time to time.
    private void kill(ApplicationState state, Wishes.Wish wish, Instant now, boolean again) {
        if (again) {
            killed.clear();
            killsAgainAt = now.plus(REMIND);
        }
        for (var task : wish.kills()) {
            if (!killed.add(task.id())) continue;
            cluster.scheduler()
                    .tell(
                            new SchedulerActor.Told(
                                    new SchedulerInput.KillWanted(
                                            task.id(),
                                            Optional.of(task.placement().agent()),
                                            grace(state))));
        }
        killsFrom = Wishes.newestKill(state).orElse(killsFrom);
    }

    private void want(List<Want> wants) {
        if (told.equals(Optional.of(wants))) return;
        told = Optional.of(wants);
        revision++;
        cluster.scheduler()
                .tell(new SchedulerActor.Told(new SchedulerInput.Wanted(app, revision, wants)));
    }

    private static Optional<Duration> grace(ApplicationState state) {
        return state.run().flatMap(run -> run.spec().killGracePeriod());
    }

    private void tellDone(ApplicationState state) {
        var release = state.rollout().release().filter(Rollout.Release::done);
        if (release.isEmpty() || release.equals(doneTold)) return;
        doneTold = release;
        cluster.deployment(release.get().deployment())
                .tell(new DeploymentFront.ApplicationDone(app, release.get().step()));
    }
}
