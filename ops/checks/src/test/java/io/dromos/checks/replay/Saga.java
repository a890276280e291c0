package io.dromos.checks.replay;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.application.LeftBehind;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import io.dromos.events.state.CatalogState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Carries out deployments as their fronts do: asks what is not confirmed, again and again, and
/// remembers nothing that the log does not.
final class Saga {

    private record Key(DeploymentId deployment, Object phase) {}

    private final Course course;
    private final Journal journal;
    private final Node node;
    private final Apps apps;
    private final Map<Key, Set<AppId>> confirmed = new HashMap<>();

    Saga(Course course, Journal journal, Node node, Apps apps) {
        this.course = course;
        this.journal = journal;
        this.node = node;
        this.apps = apps;
    }

    /// Everything that is open is looked after once.
    void pursue() {
        for (var open : journal.catalog().open().values())
            course.carry(() ->
                    node.ask(
                            open.id(),
                            new DeploymentCommand.Start(
                                    open.version(),
                                    open.admission(),
                                    open.steps(),
                                    open.actions())));
        for (var state : journal.deployments()) pursue(state.id());
        giveUp();
    }

    private void pursue(DeploymentId id) {
        var state = journal.deployment(id);
        var closed = Optional.ofNullable(journal.catalog().closed().get(id));
        if (closed.isPresent()) {
            end(id, state.progress().orElseThrow().apps(), closed.get());
            return;
        }
        switch (Deployment.wish(state)) {
            case Deployment.Wish.Rest _ -> {}
            case Deployment.Wish.Adopt adopt -> adopt(id, adopt);
            case Deployment.Wish.Release release -> {
                var order =
                        new ApplicationCommand.Release(
                                release.progress().admission(), id, release.step());
                var some =
                        release.progress().releases(release.step()).stream()
                                .map(planned -> planned.app())
                                .toList();
                for (var app : some) ask(id, release.step(), app, order, Saga::isDone);
                complete(id, release.step(), some);
            }
            case Deployment.Wish.Close close ->
                    course.carry(() -> node.ask(new CatalogCommand.Close(id, close.outcome())));
        }
    }

    private void adopt(DeploymentId id, Deployment.Wish.Adopt adopt) {
        var open = journal.catalog().open().get(id);
        if (open == null) return;
        var targets = targets(open);
        for (var app : adopt.progress().apps()) {
            var target = targets.get(app);
            if (target == null) confirm(id, -1, app);
            else
                ask(
                        id,
                        -1,
                        app,
                        new ApplicationCommand.Adopt(adopt.progress().admission(), id, target),
                        reply ->
                                reply instanceof ApplicationReply.Adopted
                                        || reply instanceof ApplicationReply.Superseded);
        }
        complete(id, -1, adopt.progress().apps());
    }

    /// What a later change took over is left out.
    private Map<AppId, Target> targets(CatalogState.Open open) {
        var targets = new HashMap<AppId, Target>();
        for (var planned : open.actions()) {
            var definition = journal.catalog().apps().get(planned.app());
            if (planned.action() == Action.STOP)
                targets.put(planned.app(), new Target.Remove(open.version()));
            else if (definition != null && definition.admission() == open.admission())
                targets.put(
                        planned.app(),
                        new Target.Run(definition.version(), definition.info(), definition.spec()));
        }
        return targets;
    }

    private void complete(DeploymentId id, int step, Collection<AppId> some) {
        if (answered(id, step).containsAll(some))
            course.carry(() -> node.ask(id, new DeploymentCommand.Complete(step)));
    }

    private void end(DeploymentId id, Collection<AppId> some, Outcome outcome) {
        if (outcome != Outcome.FINISHED)
            for (var app : some) ask(id, outcome, app, new ApplicationCommand.Leave(id), _ -> true);
        if (outcome == Outcome.FINISHED || answered(id, outcome).containsAll(some))
            course.carry(() -> node.ask(id, new DeploymentCommand.End(outcome)));
    }

    /// What no deployment looks after is told what it has to know, as the supervisor does.
    private void giveUp() {
        LeftBehind.orders(journal.catalog(), journal.applications())
                .forEach((app, orders) -> {
                    for (var order : orders) apps.ask(app, order, _ -> {});
                });
    }

    private void ask(
            DeploymentId id,
            Object phase,
            AppId app,
            ApplicationCommand command,
            Predicate<ApplicationReply> confirms) {
        if (answered(id, phase).contains(app)) return;
        apps.ask(
                app,
                command,
                reply -> {
                    if (confirms.test(reply)) confirm(id, phase, app);
                });
    }

    private static boolean isDone(ApplicationReply reply) {
        return reply instanceof ApplicationReply.Superseded
                || (reply instanceof ApplicationReply.Released released && released.done());
    }

    private void confirm(DeploymentId id, Object phase, AppId app) {
        answered(id, phase).add(app);
    }

    private Set<AppId> answered(DeploymentId id, Object phase) {
        return confirmed.computeIfAbsent(new Key(id, phase), _ -> new HashSet<>());
    }
}
