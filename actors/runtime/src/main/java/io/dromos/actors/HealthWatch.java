package io.dromos.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Subject;
import io.dromos.domain.health.Ticket;
import io.dromos.domain.health.Watch;
import io.dromos.domain.health.WatchContext;
import io.dromos.domain.health.WatchEffect;
import io.dromos.domain.health.WatchInput;
import io.dromos.events.AppId;
import io.dromos.events.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks the tasks of one application for their health; the child of its front. What it finds it
/// tells the front, again until the application's state shows it.
final class HealthWatch extends AbstractBehavior<HealthWatch.Message> {

    private static final Origin ORIGIN = Origin.system("health");

    /// How often it looks at who is to be asked, at most.
    private static final Duration COMPARE_MIN = Duration.ofSeconds(1);

    /// What it is told.
    sealed interface Message {}

    /// Who is to be asked may have changed.
    ///
    /// @param subjects finds out who is
    record Changed(Supplier<List<Subject>> subjects) implements Message {}

    private record Compare() implements Message {}

    private record Due() implements Message {}

    private record Tried(Ticket ticket, Attempt attempt) implements Message {}

    private record Heard(Answer<ApplicationReply> answer) implements Message {}

    private final AppId app;
    private final Setting setting;
    private final ActorRef<ApplicationFront.Message> front;
    private final TimerScheduler<Message> timers;
    private final ActorRef<Answer<ApplicationReply>> answers;
    private final long startedAt = System.nanoTime();
    private Watch watch = Watch.NONE;

    /// Asked for the newest subjects once it is time.
    private Optional<Changed> changed = Optional.empty();

    private Optional<Duration> comparedAt = Optional.empty();
    private Optional<Duration> wakeAt = Optional.empty();

    private HealthWatch(
            ActorContext<Message> actor,
            TimerScheduler<Message> timers,
            AppId app,
            Setting setting,
            ActorRef<ApplicationFront.Message> front) {
        super(actor);
        this.app = app;
        this.setting = setting;
        this.front = front;
        this.timers = timers;
        this.answers = actor.messageAdapter(Answers.type(), Heard::new);
    }

    /// A defect does not end it: it begins anew, and is told again who is to be asked.
    static Behavior<Message> create(
            AppId app, Setting setting, ActorRef<ApplicationFront.Message> front) {
        return Behaviors.supervise(
                        Behaviors.<Message>setup(actor ->
                                Behaviors.withTimers(timers ->
                                        new HealthWatch(actor, timers, app, setting, front))))
                .onFailure(
                        SupervisorStrategy.restartWithBackoff(
                                Duration.ofMillis(200), Duration.ofSeconds(10), 0.1));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Message.class, this::on)
                .onSignal(PostStop.class, _ -> stopped())
                .onSignal(PreRestart.class, _ -> stopped())
                .build();
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Changed news -> changed(news);
            case Compare _ -> compare();
            case Due _ -> {
                wakeAt = Optional.empty();
                step(new WatchInput.Passed());
            }
            case Tried(var ticket, var attempt) -> step(new WatchInput.Tried(ticket, attempt));
            case Heard(var answer) ->
                    step(new WatchInput.Heard(answer instanceof Answer.Decided<?>));
        }
        return this;
    }

    /// What was found of tasks that nobody asks any more is old.
    private Behavior<Message> stopped() {
        setting.health().board().show(app, Watch.NONE);
        return this;
    }

    private void changed(Changed news) {
        boolean waits = changed.isPresent();
        changed = Optional.of(news);
        if (waits) return;
        var wait = comparedAt.map(at -> at.plus(COMPARE_MIN).minus(wall())).orElse(Duration.ZERO);
        if (wait.isPositive()) timers.startSingleTimer(new Compare(), wait);
        else compare();
    }

    private void compare() {
        comparedAt = Optional.of(wall());
        var news = changed;
        changed = Optional.empty();
        news.ifPresent(it -> step(new WatchInput.Compared(it.subjects().get())));
    }

    private void step(WatchInput input) {
        var context = setting.context().get();
        var wall = wall();
        var stepped = watch.step(input, new WatchContext(wall, context.now(), context.hearing()));
        watch = stepped.next();
        setting.health().board().show(app, watch);
        for (var effect : stepped.effects())
            switch (effect) {
                case WatchEffect.Ask(var ticket, var question) ->
                        getContext()
                                .pipeToSelf(
                                        setting.health().prober().ask(app, question),
                                        (attempt, failure) -> tried(ticket, attempt, failure));
                case WatchEffect.Tell(var findings) ->
                        front.tell(
                                new ApplicationFront.Ask(
                                        new ApplicationCommand.Examine(findings),
                                        ORIGIN,
                                        true,
                                        answers));
            }
        wake(stepped.wakeAt(), wall);
    }

    /// A prober that fails has asked nobody.
    private static Tried tried(
            Ticket ticket, @Nullable Attempt attempt, @Nullable Throwable failure) {
        return new Tried(
                ticket, attempt != null ? attempt : new Attempt.NotMade(String.valueOf(failure)));
    }

    private void wake(Optional<Duration> at, Duration wall) {
        if (at.equals(wakeAt)) return;
        wakeAt = at;
        timers.cancel(Due.class);
        at.ifPresent(due -> {
            var wait = due.minus(wall);
            timers.startSingleTimer(Due.class, new Due(), wait.isNegative() ? Duration.ZERO : wait);
        });
    }

    private Duration wall() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
