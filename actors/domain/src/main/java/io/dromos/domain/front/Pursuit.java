package io.dromos.domain.front;

import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Edit;
import io.dromos.domain.catalog.Refusal;
import io.dromos.domain.deployment.Deployment;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.facts.Target;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;

/// How a deployment's front goes after its end: asks applications to adopt, releases them step by
/// step, and asks the catalog to close it. Everything is asked again until it is answered, and
/// answered the same way each time; what is kept here is kept in memory only.
///
/// Each method answers what is to be said now, in order.
public final class Pursuit {

    private static final String REFUSED =
            "; it cannot be undone, for what was before does not go with what is wanted now"
                    + " (dromos deployment cancel tells why)";

    private final DeploymentId id;

    /// How the catalog closed it, once it is known.
    private Optional<Outcome> closed = Optional.empty();

    /// The catalog has said that it is open. Before that nobody is released: it may have been
    /// closed while nobody was here to hear of it.
    private boolean vouched;

    /// The catalog was asked to look for it in the log.
    private boolean recalled;

    /// Where its applications are to go, once the catalog has said so.
    private Optional<SortedMap<AppId, Target>> targets = Optional.empty();

    /// The phase at work and who confirmed in it; begun anew with each phase.
    private Optional<Phase> phase = Optional.empty();

    private Optional<DeploymentState> state = Optional.empty();

    /// A deployment of which nothing is known yet.
    public Pursuit(DeploymentId id) {
        this.id = id;
    }

    /// What is to be said.
    public sealed interface Order {}

    /// Ask the catalog whether it is open.
    ///
    /// @param targets whether it is to say what each application is to become
    public record GetStanding(boolean targets) implements Order {}

    /// Ask the catalog to decide something about it.
    public record AskCatalog(CatalogCommand command) implements Order {}

    /// Have the catalog undo it.
    ///
    /// @param cause for the record of the change
    public record RollBack(CatalogCommand.Admit command, String cause) implements Order {}

    /// Tell an application.
    public record Tell(AppId app, ApplicationCommand command) implements Order {}

    /// Have the deployment itself decide, unless it is busy: it is asked again.
    public record Decide(DeploymentCommand command) implements Order {}

    /// The store told its state, or that there is none at the moment.
    public List<Order> stands(Optional<DeploymentState> told) {
        state = told;
        return pursue();
    }

    /// What was not answered is asked again.
    public List<Order> remind() {
        phase.ifPresent(Phase::remind);
        var orders = new ArrayList<Order>();
        if (isAtWork() && closed.isEmpty()) orders.add(askStanding());
        orders.addAll(pursue());
        return orders;
    }

    /// Whether there is nothing left to do.
    public boolean rests() {
        return state.isPresent() && !isAtWork();
    }

    /// The catalog closed it.
    public List<Order> closed(Outcome outcome) {
        closed = Optional.of(outcome);
        return pursue();
    }

    /// An application reached its target.
    public List<Order> done(AppId app, int step) {
        phase.filter(at -> at.releases(step)).ifPresent(at -> at.confirm(app));
        return pursue();
    }

    /// An application made no progress for as long as it may.
    public List<Order> stalled(AppId app, Silence.Stall stall) {
        boolean known =
                state.map(it -> it.stalls().get(app))
                        .filter(it -> !it.at().isBefore(stall.at()))
                        .isPresent();
        return known || !isAtWork()
                ? List.of()
                : List.of(new Decide(new DeploymentCommand.Stall(app, stall)));
    }

    /// An application answered.
    public List<Order> answered(AppId app, ApplicationReply reply) {
        if (phase.isEmpty()) return List.of();
        var orders = new ArrayList<Order>();
        if (reply instanceof ApplicationReply.Released released)
            released.stall().ifPresent(stall -> orders.addAll(stalled(app, stall)));
        phase.get().answered(app, reply);
        orders.addAll(pursue());
        return orders;
    }

    /// The catalog answered what it was asked to decide.
    public List<Order> answered(CatalogReply reply) {
        return switch (reply) {
            case CatalogReply.Closed end -> closed(end.outcome());
            case CatalogReply.Refused(Refusal.UnknownDeployment _) -> unknown();
            // There will be room for another one.
            case CatalogReply.Refused(Refusal.TooManyDeployments _) -> List.of();
            case CatalogReply.Refused _ -> cannotBeUndone();
            case CatalogReply.Admitted _, CatalogReply.WouldAdmit _, CatalogReply.IsOpen _ ->
                    List.of();
        };
    }

    /// What was before does not go with what others changed since: the stall is told of, and the
    /// deployment goes on.
    private List<Order> cannotBeUndone() {
        if (!isAtWork() || !(wish() instanceof Deployment.Wish.RollBack(var app, var stall)))
            return List.of();
        var told = new Silence.Stall(stall.why() + REFUSED, false, stall.at().plusNanos(1));
        return List.of(new Decide(new DeploymentCommand.Stall(app, told)));
    }

    /// An order to undo it is refused in these words also when it was closed a moment ago: its
    /// standing tells how.
    private List<Order> unknown() {
        boolean mayBeClosed =
                isAtWork()
                        && closed.isEmpty()
                        && !recalled
                        && wish() instanceof Deployment.Wish.RollBack;
        return mayBeClosed ? List.of(askStanding()) : forgotten();
    }

    /// It ended, so long ago that nobody remembers how.
    private List<Order> forgotten() {
        if (!isAtWork() || closed.isPresent()) return List.of();
        boolean whole = wish() instanceof Deployment.Wish.Close;
        return closed(whole ? Outcome.FINISHED : Outcome.CANCELLED);
    }

    /// The catalog told how the deployment stands.
    public List<Order> answered(Standing standing) {
        if (!isAtWork()) return List.of();
        switch (standing) {
            case Standing.NotReady _ -> {
                return List.of();
            }
            case Standing.Open open -> {
                vouched = true;
                if (targets.isEmpty()) targets = open.targets();
            }
            case Standing.Closed end -> closed = Optional.of(end.outcome());
            case Standing.Forgotten _ -> {
                // A catalog that was overtaken does not know the newest ones either.
                if (closed.isPresent()) return pursue();
                recalled = true;
                return List.of(new AskCatalog(new CatalogCommand.Recall(id)));
            }
        }
        return pursue();
    }

    private Deployment.Wish wish() {
        return Deployment.wish(state.orElseThrow());
    }

    private boolean isAtWork() {
        return state.isPresent() && !(wish() instanceof Deployment.Wish.Rest);
    }

    private Order askStanding() {
        return new GetStanding(wish() instanceof Deployment.Wish.Adopt && targets.isEmpty());
    }

    private List<Order> pursue() {
        if (state.isEmpty()) return List.of();
        if (!isAtWork()) {
            phase = Optional.empty();
            return List.of();
        }
        if (closed.isPresent()) return end(state.get(), closed.get());
        if (!vouched) return List.of(askStanding());
        return switch (wish()) {
            case Deployment.Wish.Rest _ -> List.of();
            case Deployment.Wish.Adopt adopt -> adopt(adopt);
            case Deployment.Wish.Release release ->
                    complete(enter(release, () -> Phase.of(id, release)), release.step());
            case Deployment.Wish.RollBack back -> List.of(rollBack(back));
            case Deployment.Wish.Hold hold -> tell(enter(hold, () -> Phase.of(id, hold)));
            case Deployment.Wish.Close close ->
                    List.of(new AskCatalog(new CatalogCommand.Close(id, close.outcome())));
        };
    }

    private Phase enter(Object wish, Supplier<Phase> anew) {
        var at = phase.filter(it -> it.wish().equals(wish)).orElseGet(anew);
        phase = Optional.of(at);
        return at;
    }

    private List<Order> adopt(Deployment.Wish.Adopt adopt) {
        if (targets.isEmpty()) return List.of(askStanding());
        return complete(enter(adopt, () -> Phase.of(id, adopt, targets.get())), -1);
    }

    private static List<Order> complete(Phase at, int step) {
        return at.isDone() ? List.of(new Decide(new DeploymentCommand.Complete(step))) : tell(at);
    }

    /// After its end at the catalog, applications that still follow it are told that it is given
    /// up.
    private List<Order> end(DeploymentState ending, Outcome outcome) {
        var at = enter(outcome, () -> Phase.of(id, outcome, ending));
        return at.isDone() ? List.of(new Decide(new DeploymentCommand.End(outcome))) : tell(at);
    }

    /// The same change each time, so that it is admitted once.
    private Order rollBack(Deployment.Wish.RollBack wish) {
        var name = "rollback of " + id.value();
        var bytes = new byte[name.length()];
        for (int at = 0; at < bytes.length; at++) bytes[at] = (byte) name.charAt(at);
        var reverse = UUID.nameUUIDFromBytes(bytes);
        var change =
                new Change(
                        new ChangeId(name),
                        new DeploymentId(reverse.toString()),
                        List.of(new Edit.RollBack(id)),
                        true,
                        false);
        return new RollBack(
                new CatalogCommand.Admit(change),
                "deployment %s stalled at %s: %s"
                        .formatted(id.value(), wish.app().path(), wish.stall().why()));
    }

    private static List<Order> tell(Phase at) {
        return at.ask().stream().<Order>map(app -> new Tell(app, at.order(app))).toList();
    }
}
