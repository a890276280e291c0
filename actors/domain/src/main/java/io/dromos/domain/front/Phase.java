package io.dromos.domain.front;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.deployment.Deployment;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import io.dromos.events.state.DeploymentState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/// What a deployment is at, and which of its applications have answered. It lives in memory: a
/// deployment that starts anew asks anew.
///
/// Whoever was never asked comes first, and the others in turn, so that applications which do not
/// get done hold up nobody else.
final class Phase {

    /// How many applications are asked at a time without an answer, and reminded at a time.
    private static final int UNANSWERED_MAX = 200;

    private final Object wish;
    private final Function<AppId, ApplicationCommand> orders;
    private final Set<AppId> unconfirmed;
    private final Deque<AppId> queue;

    /// They were asked, and answered that they are not done yet.
    private final Deque<AppId> notDone = new ArrayDeque<>();

    private final Set<AppId> unanswered = new LinkedHashSet<>();

    /// @param wish what it wants of them: a [Deployment.Wish], or that they leave it after this
    ///   [Outcome]
    private Phase(Object wish, Collection<AppId> apps, Function<AppId, ApplicationCommand> orders) {
        this.wish = wish;
        this.orders = orders;
        this.unconfirmed = new HashSet<>(apps);
        this.queue = new ArrayDeque<>(apps);
    }

    /// Every application that has a target takes it over.
    static Phase of(
            DeploymentId deployment, Deployment.Wish.Adopt wish, SortedMap<AppId, Target> targets) {
        long admission = wish.progress().admission();
        return new Phase(
                wish,
                targets.keySet(),
                app ->
                        new ApplicationCommand.Adopt(
                                admission, deployment, Objects.requireNonNull(targets.get(app))));
    }

    /// The applications of one step go to their targets.
    static Phase of(DeploymentId deployment, Deployment.Wish.Release wish) {
        var progress = wish.progress();
        var order =
                new ApplicationCommand.Release(
                        progress.admission(), deployment, wish.step(), wish.steering());
        var apps = progress.releases(wish.step()).stream().map(DeploymentState.Planned::app);
        return new Phase(wish, apps.toList(), _ -> order);
    }

    /// The applications at work stand still.
    static Phase of(DeploymentId deployment, Deployment.Wish.Hold wish) {
        var order =
                new ApplicationCommand.Pause(
                        wish.progress().admission(), deployment, wish.steering());
        var apps = wish.progress().atWork().stream().map(DeploymentState.Planned::app);
        return new Phase(wish, apps.toList(), _ -> order);
    }

    /// Applications that still follow a deployment that was given up are told so.
    static Phase of(DeploymentId deployment, Outcome outcome, DeploymentState state) {
        boolean whole = outcome == Outcome.FINISHED;
        var apps = state.progress().filter(_ -> !whole).map(DeploymentState.Progress::apps);
        return new Phase(
                outcome, apps.orElse(List.of()), _ -> new ApplicationCommand.Leave(deployment));
    }

    /// What an application is told in this phase.
    ApplicationCommand order(AppId app) {
        return orders.apply(app);
    }

    /// What it wants.
    Object wish() {
        return wish;
    }

    /// Whether all applications did what is wanted.
    boolean isDone() {
        return unconfirmed.isEmpty();
    }

    /// Who is to be asked now; they count as asked.
    List<AppId> ask() {
        var asked = new ArrayList<AppId>();
        while (unanswered.size() < UNANSWERED_MAX && !queue.isEmpty()) {
            var app = queue.remove();
            if (unconfirmed.contains(app) && unanswered.add(app)) asked.add(app);
        }
        return asked;
    }

    /// Lets those be asked again who have not answered, and some of those who are not done.
    void remind() {
        queue.addAll(unanswered);
        unanswered.clear();
        for (int some = 0; some < UNANSWERED_MAX && !notDone.isEmpty(); some++)
            queue.add(notDone.remove());
    }

    /// An application answered; one that does not do what is wanted is asked again later.
    void answered(AppId app, ApplicationReply reply) {
        boolean asked = unanswered.remove(app);
        if (isConfirmedBy(reply)) confirm(app);
        else if (asked && unconfirmed.contains(app)) notDone.add(app);
    }

    /// An application did what is wanted.
    void confirm(AppId app) {
        unconfirmed.remove(app);
    }

    /// Whether it waits for the applications of this step.
    boolean releases(int step) {
        return wish instanceof Deployment.Wish.Release release && release.step() == step;
    }

    private boolean isConfirmedBy(ApplicationReply reply) {
        return switch (reply) {
            case ApplicationReply.Adopted _ -> wish instanceof Deployment.Wish.Adopt;
            case ApplicationReply.Superseded _ -> true;
            case ApplicationReply.Released released -> released.done() && releases(released.step());
            case ApplicationReply.Paused(var turn) ->
                    wish instanceof Deployment.Wish.Hold hold && turn >= hold.steering().turn();
            case ApplicationReply.Left _ -> wish instanceof Outcome;
            case ApplicationReply.Planned _,
                    ApplicationReply.Fenced _,
                    ApplicationReply.Abandoned _,
                    ApplicationReply.Observed _,
                    ApplicationReply.Killed _,
                    ApplicationReply.Ok _ ->
                    false;
        };
    }
}
