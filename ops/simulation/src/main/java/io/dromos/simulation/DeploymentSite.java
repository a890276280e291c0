package io.dromos.simulation;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.DeploymentReply;
import io.dromos.domain.front.Pursuit;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Silence;
import java.util.List;

/// A deployment in one process: carries what [Pursuit] orders.
final class DeploymentSite extends Site {

    private static final long REMIND = 1_000;

    private final DeploymentId id;
    private final Pursuit pursuit;
    private final PauseFaults faults;
    private final Desk<DeploymentState, DeploymentCommand, DeploymentFact, DeploymentReply> desk;

    DeploymentSite(Node node, DeploymentId id) {
        super(node);
        this.id = id;
        this.pursuit = new Pursuit(id);
        this.faults = new PauseFaults(node.cluster().course());
        desk =
                new Desk<>(
                        this,
                        PersistenceIds.of(id),
                        faults.deployment(),
                        DeploymentState.class,
                        DeploymentFact.class,
                        this::news);
        course().every(REMIND, this::isAlive, this::remind);
    }

    Desk<DeploymentState, DeploymentCommand, DeploymentFact, DeploymentReply> desk() {
        return desk;
    }

    void wake() {
        remind();
    }

    void closed(Outcome outcome) {
        carryOut(pursuit.closed(outcome));
    }

    void done(AppId app, int step) {
        carryOut(pursuit.done(app, step));
    }

    void stalled(AppId app, Silence.Stall stall) {
        carryOut(pursuit.stalled(app, stall));
    }

    private void news() {
        carryOut(pursuit.stands(desk.state()));
    }

    private void remind() {
        carryOut(pursuit.remind());
        if (pursuit.rests() && desk.isIdle()) node().forget(id);
    }

    private void carryOut(List<Pursuit.Order> orders) {
        for (var order : orders) {
            if (!goesOn()) return;
            switch (order) {
                case Pursuit.GetStanding(var targets) -> getStanding(targets);
                case Pursuit.AskCatalog(var command) -> askCatalog(command);
                case Pursuit.RollBack(var command, _) -> {
                    if (!faults.isForgotten(command)) askCatalog(command);
                }
                case Pursuit.Tell tell -> {
                    tell(tell);
                    if (course().has(Fault.WAIT_SKIPPED)) releaseNext(tell.command());
                }
                case Pursuit.Decide(var command) -> {
                    if (desk.isIdle()) desk.order(command);
                }
            }
        }
    }

    /// Only if that is broken on purpose.
    private void releaseNext(ApplicationCommand command) {
        var progress = desk.state().flatMap(DeploymentState::progress);
        if (progress.isEmpty() || !(command instanceof ApplicationCommand.Release now)) return;
        int next = now.step() + 1;
        for (var planned : progress.get().releases(next))
            tell(
                    new Pursuit.Tell(
                            planned.app(),
                            new ApplicationCommand.Release(
                                    now.admission(), id, next, now.steering())));
    }

    private void getStanding(boolean targets) {
        if (course().has(Fault.CLOSES_BEFORE_STEPS) && course().chance(0.1))
            askCatalog(new CatalogCommand.Close(id, Outcome.FINISHED));
        cluster()
                .catalog(catalog -> {
                    var standing = catalog.standing(id, targets);
                    catalog.reply(this, () -> carryOut(pursuit.answered(standing)));
                });
    }

    private void askCatalog(CatalogCommand command) {
        cluster()
                .catalog(catalog ->
                        catalog.desk()
                                .ask(
                                        command,
                                        (reply, _) ->
                                                catalog.reply(
                                                        this,
                                                        () -> carryOut(pursuit.answered(reply)))));
    }

    private void tell(Pursuit.Tell tell) {
        if (faults.isUntold(tell.command())) return;
        cluster()
                .application(
                        tell.app(),
                        site ->
                                site.desk()
                                        .ask(
                                                tell.command(),
                                                (reply, _) ->
                                                        site.reply(
                                                                this,
                                                                () ->
                                                                        carryOut(
                                                                                pursuit.answered(
                                                                                        tell.app(),
                                                                                        reply)))));
    }
}
