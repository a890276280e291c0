package io.dromos.feed;

import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.FrameworkState;
import io.dromos.events.state.State;
import io.dromos.journal.Position;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Everything at one moment of the log, immutable.
///
/// What is wanted stands in the catalog, and only there: a change appears whole, with its first
/// fact. How far it is stands with the applications and deployments. A part whose facts did not
/// move is the same object as in the view before, so that whoever derives something from it may
/// compare references.
///
/// @param position the last record folded
/// @param catalog definitions in force, their versions, open deployments
/// @param applications those that are followed and not gone yet, in the order of their ids
/// @param gone applications that were removed, at most [#GONE_MAX], oldest first: they come back
///   when the same id is admitted again
/// @param deployments those that have started and not ended, in the order of their ids
/// @param framework who we are to Mesos, and which agents there are
public record View(
        Position position,
        Folded<CatalogState> catalog,
        PMap<AppId, Folded<ApplicationState>> applications,
        PMap<AppId, Folded<ApplicationState>> gone,
        PMap<DeploymentId, Folded<DeploymentState>> deployments,
        Folded<FrameworkState> framework) {

    /// How many removed applications are remembered.
    public static final int GONE_MAX = 1_000;

    /// The view that stands where the seed does. Of removed applications beyond [#GONE_MAX] those
    /// with the lowest ids are left out.
    ///
    /// @throws IllegalArgumentException if a state stands under another aggregate's name
    public static View of(Seed seed) {
        var view =
                new View(
                        seed.position(),
                        new Folded<>(CatalogState.EMPTY, 0),
                        TreePMap.empty(),
                        OrderedPMap.empty(),
                        TreePMap.empty(),
                        new Folded<>(FrameworkState.EMPTY, 0));
        for (var entry : new TreeMap<>(seed.states()).entrySet())
            view = view.seeded(entry.getKey(), entry.getValue());
        return view;
    }

    /// The offset of the last record folded.
    public long offset() {
        return position.offset();
    }

    /// The application's own state, if it is followed and not gone.
    public Optional<ApplicationState> application(AppId app) {
        return Optional.ofNullable(applications.get(app)).map(Folded::state);
    }

    /// The definition in force, if there is one.
    public Optional<CatalogState.Definition> definition(AppId app) {
        return Optional.ofNullable(catalog.state().apps().get(app));
    }

    /// How far a deployment is that has started and not ended.
    public Optional<DeploymentState> deployment(DeploymentId deployment) {
        return Optional.ofNullable(deployments.get(deployment)).map(Folded::state);
    }

    /// The last fact folded of this aggregate; 0 if it is not in the view.
    public long sequenceNr(String persistenceId) {
        return folded(persistenceId).map(Folded::sequenceNr).orElse(0L);
    }

    /// The state of this aggregate, if it is in the view.
    public Optional<Folded<? extends State>> folded(String persistenceId) {
        return Optional.ofNullable(lookUp(persistenceId));
    }

    /// Gives every state the view has to the visitor, by persistence id.
    public void forEach(BiConsumer<String, Folded<? extends State>> visitor) {
        visitor.accept(PersistenceIds.CATALOG, catalog);
        visitor.accept(PersistenceIds.FRAMEWORK, framework);
        gone.forEach((app, folded) -> visitor.accept(PersistenceIds.of(app), folded));
        applications.forEach((app, folded) -> visitor.accept(PersistenceIds.of(app), folded));
        deployments.forEach((id, folded) -> visitor.accept(PersistenceIds.of(id), folded));
    }

    /// The view after one more event.
    ///
    /// @throws IllegalStateException if the event cannot follow: the log lies, or the seed did
    public View after(Event event) {
        if (event.offset() != offset() + 1)
            throw new IllegalStateException(
                    "offset %d does not follow %d".formatted(event.offset(), offset()));
        var moved = new View(event.position(), catalog, applications, gone, deployments, framework);
        return event.recorded().map(recorded -> moved.fold(event, recorded)).orElse(moved);
    }

    private View fold(Event event, Recorded recorded) {
        return switch (recorded.fact()) {
            case CatalogFact fact ->
                    withCatalog(next(catalog, catalog.state().evolve(fact), event));
            case FrameworkFact fact ->
                    withFramework(next(framework, framework.state().evolve(fact), event));
            case ApplicationFact fact -> fold(event, fact);
            case DeploymentFact fact -> {
                var id = fact.deployment();
                var before = deployments.get(id);
                if (before == null) before = new Folded<>(DeploymentState.empty(id), 0);
                yield with(id, next(before, before.state().evolve(fact), event));
            }
        };
    }

    private View fold(Event event, ApplicationFact fact) {
        var before = following(fact.app());
        if (before != null)
            return with(fact.app(), next(before, before.state().evolve(fact), event));
        // One that was removed so long ago that it is forgotten stays so until it is adopted again.
        if (!(fact instanceof ApplicationFact.VersionAdopted)) return this;
        var state = ApplicationState.empty(fact.app()).evolve(fact);
        long sequenceNr = event.stored().sequenceNr();
        return with(fact.app(), new Folded<>(state, sequenceNr, sequenceNr == 1));
    }

    private static <S> Folded<S> next(Folded<S> before, S state, Event event) {
        long sequenceNr = event.stored().sequenceNr();
        if (sequenceNr != before.sequenceNr() + 1)
            throw new IllegalStateException(
                    "offset %d is #%d of %s, which stands at #%d"
                            .formatted(
                                    event.offset(),
                                    sequenceNr,
                                    event.persistenceId(),
                                    before.sequenceNr()));
        return new Folded<>(state, sequenceNr, before.whole());
    }

    private @Nullable Folded<ApplicationState> following(AppId app) {
        var live = applications.get(app);
        return live != null ? live : gone.get(app);
    }

    private @Nullable Folded<? extends State> lookUp(String persistenceId) {
        if (persistenceId.equals(PersistenceIds.CATALOG)) return catalog;
        if (persistenceId.equals(PersistenceIds.FRAMEWORK)) return framework;
        if (PersistenceIds.isApplication(persistenceId))
            return following(PersistenceIds.application(persistenceId));
        if (PersistenceIds.isDeployment(persistenceId))
            return deployments.get(PersistenceIds.deployment(persistenceId));
        return null;
    }

    private View seeded(String persistenceId, Folded<State> folded) {
        var state = folded.state();
        if (state.getClass() != State.empty(persistenceId).getClass())
            throw new IllegalArgumentException(
                    "the state of %s is a %s"
                            .formatted(persistenceId, state.getClass().getSimpleName()));
        return switch (state) {
            case CatalogState it -> withCatalog(folded.of(it));
            case FrameworkState it -> withFramework(folded.of(it));
            case ApplicationState it -> with(it.app(), folded.of(it));
            case DeploymentState it -> with(it.id(), folded.of(it));
        };
    }

    private View withCatalog(Folded<CatalogState> next) {
        return new View(position, next, applications, gone, deployments, framework);
    }

    private View withFramework(Folded<FrameworkState> next) {
        return new View(position, catalog, applications, gone, deployments, next);
    }

    private View with(DeploymentId id, Folded<DeploymentState> next) {
        var open =
                next.state().outcome().isEmpty()
                        ? deployments.plus(id, next)
                        : deployments.minus(id);
        return new View(position, catalog, applications, gone, open, framework);
    }

    private View with(AppId app, Folded<ApplicationState> next) {
        if (!next.state().rollout().removed())
            return new View(
                    position,
                    catalog,
                    applications.plus(app, next),
                    gone.minus(app),
                    deployments,
                    framework);
        var remembered = gone.minus(app).plus(app, next);
        if (remembered.size() > GONE_MAX)
            remembered = remembered.minus(remembered.keySet().iterator().next());
        return new View(
                position, catalog, applications.minus(app), remembered, deployments, framework);
    }
}
