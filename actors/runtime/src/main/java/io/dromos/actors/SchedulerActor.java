package io.dromos.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.front.Claiming;
import io.dromos.domain.front.SchedulerMail;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.domain.scheduling.Effect;
import io.dromos.domain.scheduling.Scheduler;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerState;
import io.dromos.events.FrameworkId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.state.FrameworkState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one scheduler: feeds [Scheduler#step] and carries out its effects. It decides nothing
/// itself.
///
/// A framework id that Mesos gives is durable before the scheduler goes on under it: until then
/// what the link tells waits here.
final class SchedulerActor extends AbstractBehavior<SchedulerActor.Message> {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerActor.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// How many events wait while the framework id is written; a link that tells more is restarted.
    private static final int HELD_MAX = 100_000;

    /// How many inputs are taken in with one step.
    private static final int INPUTS_MAX = 1_000;

    /// What the scheduler is told.
    sealed interface Message {}

    /// What an application wants, or an answer to what the scheduler wanted.
    record Told(SchedulerInput input) implements Message {}

    private record LinkTold(SchedulerEvent event) implements Message {}

    private record Answered(Answer<Object> answer) implements Message {}

    private record Claimed(SchedulerSetting.Claim claim) implements Message {}

    private record Failed(String what, Throwable why) implements Message {}

    private record Tick() implements Message {}

    private record Step() implements Message {}

    private record LoadFramework() implements Message {}

    /// There is no framework id, and so many tasks are alive.
    private record Nameless(int tasks) implements Message {}

    private final SchedulerSetting mesos;
    private final ReadSide views;
    private final SchedulerLink link;
    private final SchedulerPost post;
    private final Ears ears;
    private final ArrayDeque<SchedulerEvent> held = new ArrayDeque<>();
    private SchedulerState state = SchedulerState.START;
    private Claiming claiming = Claiming.NONE;
    private boolean ended;

    /// What is to be taken in with the next step.
    private final List<SchedulerInput> inputs = new ArrayList<>();

    /// Who we are to Mesos; absent until the framework's store has answered.
    private Optional<FrameworkState> framework = Optional.empty();

    /// The id that is being written; events wait meanwhile.
    private Optional<FrameworkId> registering = Optional.empty();

    private SchedulerActor(
            ActorContext<Message> actor,
            Setting setting,
            SchedulerSetting mesos,
            Cluster cluster,
            ReadSide views) {
        super(actor);

        this.mesos = mesos;
        this.views = views;
        this.post = new SchedulerPost(cluster, Answers.adapter(actor, Answered::new));
        this.ears = new Ears(setting, mesos);
        var self = actor.getSelf();
        this.link = mesos.links().connect(event -> self.tell(new LinkTold(event)));
        post.framework(new FrameworkCommand.See(Map.of()));
    }

    static Behavior<Message> create(
            Setting setting, SchedulerSetting mesos, Cluster cluster, ReadSide views) {
        Behavior<Message> scheduler =
                Behaviors.setup(actor ->
                        Behaviors.withTimers(timers -> {
                            timers.startTimerWithFixedDelay(new Tick(), TICK);
                            timers.startTimerWithFixedDelay(new LoadFramework(), RETRY);
                            return new SchedulerActor(actor, setting, mesos, cluster, views);
                        }));
        return Indispensable.of(Message.class, mesos.died(), scheduler);
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Message.class, this::on)
                .onSignal(
                        PostStop.class,
                        _ -> {
                            link.close();
                            ears.close();
                            return this;
                        })
                .build();
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case LinkTold told -> heard(told.event());
            case Told told -> step(told.input());
            case Answered answered -> heard(answered.answer());
            case Claimed claimed -> claimed(claimed.claim());
            case Failed failed -> LOG.warn("{}: {}", failed.what(), failed.why().toString());
            case Step _ -> stepNow();
            case Tick _ -> {
                if (framework.isPresent()) step(new SchedulerInput.Tick());
            }
            case Nameless(var tasks) -> {
                if (tasks == 0) link.start(Optional.empty());
                else end(LostFramework.forgotten(tasks));
            }
            case LoadFramework _ -> {
                if (framework.isEmpty()) post.framework(new FrameworkCommand.See(Map.of()));
                post.claim(claiming);
                registering.ifPresent(id -> post.register(id, state.epoch()));
            }
        }
        return ended ? Behaviors.stopped() : this;
    }

    private void heard(SchedulerEvent event) {
        if (registering.isPresent()) {
            held.add(event);
            if (held.size() > HELD_MAX) {
                held.clear();
                registering = Optional.empty();
                link.resubscribe();
            }
            return;
        }
        if (event instanceof SchedulerEvent.Subscribed subscribed
                && !isKnown(subscribed.framework())) {
            var other = LostFramework.replaced(framework, subscribed.framework());
            other.ifPresent(this::end);
            if (other.isPresent()) return;
            registering = Optional.of(subscribed.framework());
            held.add(event);
            post.register(subscribed.framework(), state.epoch());
            return;
        }
        pass(event);
    }

    private boolean isKnown(FrameworkId id) {
        return framework.flatMap(FrameworkState::framework).equals(Optional.of(id));
    }

    private void pass(SchedulerEvent event) {
        mesos.board().show(event);
        SchedulerMail.remember(event, framework).ifPresent(post::framework);
        step(new SchedulerInput.Heard(event));
    }

    private void heard(Answer<Object> answer) {
        // What is not answered with a decision is asked for again: by step's own repetitions, or by
        // the timer that loads the framework.
        if (!(answer instanceof Answer.Decided<Object> decided)) return;
        switch (decided.reply()) {
            case FrameworkState known -> frameworkTold(known);
            case ApplicationReply reply ->
                    SchedulerMail.input(PersistenceIds.application(decided.persistenceId()), reply)
                            .ifPresent(this::step);
            default -> {}
        }
    }

    private void frameworkTold(FrameworkState known) {
        framework = Optional.of(known);
        claiming.told(known, state.epoch()).ifPresent(this::step);
        claiming = claiming.after(known);
        if (registering.isEmpty() || !isKnown(registering.get())) return;
        registering = Optional.empty();
        while (registering.isEmpty() && !held.isEmpty()) heard(held.remove());
    }

    /// What is in the mailbox together is taken in together: places are looked for once for all.
    private void step(SchedulerInput input) {
        inputs.add(input);
        if (inputs.size() >= INPUTS_MAX) stepNow();
        else if (inputs.size() == 1) getContext().getSelf().tell(new Step());
    }

    private void stepNow() {
        var taken = List.copyOf(inputs);
        inputs.clear();
        var now = ears.now();
        var stepped = Scheduler.step(state, taken, now);
        state = stepped.state();
        ears.stepped(state, now);
        for (var effect : stepped.effects()) carryOut(effect);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.ClaimEpoch claim -> claim(claim.holding());
            case Effect.Subscribe _ -> subscribe();
            case Effect.Resubscribe _ -> link.resubscribe();
            case Effect.StepDown down -> end(down.why());
            case Effect.Call call -> link.call(call.number(), call.call());
            case Effect.GatherLiveTasks gather ->
                    pipe(
                            views.liveTasks(gather.agent()),
                            tasks -> new Told(SchedulerMail.liveTasks(gather, tasks)),
                            "The live tasks could not be read");
            case Effect.ProposePlan plan -> post.propose(plan);
            case Effect.TellAbandoned tell -> post.abandon(tell);
            case Effect.DeliverUpdates deliver -> post.observe(deliver);
            case Effect.Stray stray -> {
                LOG.warn("A stray task, never planned by this log: {}", stray.status().taskId());
                mesos.board().stray(stray.status());
            }
            case Effect.ShowRefusals show -> mesos.board().refusals(show.app(), show.refusals());
        }
    }

    /// Without an id Mesos gives a new one, under which what runs is not ours.
    private void subscribe() {
        var id = framework.flatMap(FrameworkState::framework);
        if (id.isPresent()) link.start(id);
        else
            pipe(
                    views.liveTasks(Optional.empty()),
                    tasks -> new Nameless(tasks.size()),
                    "The live tasks could not be read");
    }

    private void end(String why) {
        LOG.error("The scheduler steps down: {}", why);
        mesos.board().link(false, why);
        link.stop();
        ended = true;
    }

    private <T> void pipe(CompletionStage<T> asked, Function<T, Message> told, String failed) {
        getContext()
                .pipeToSelf(
                        asked,
                        (answer, failure) ->
                                failure != null ? new Failed(failed, failure) : told.apply(answer));
    }

    /// One that is ours already is only waited for.
    private void claim(long holding) {
        post.claim(claiming);
        if (claiming.pending().isEmpty())
            pipe(
                    mesos.epochs().claim(holding),
                    Claimed::new,
                    "The scheduler's epoch could not be claimed");
    }

    private void claimed(SchedulerSetting.Claim claim) {
        if (!claim.ours()) step(new SchedulerInput.EpochLost(claim.epoch()));
        else claiming = claiming.won(claim.epoch(), state.epoch());
        post.claim(claiming);
    }
}
