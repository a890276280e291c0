package io.dromos.agent.master;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// The master's books: a deterministic state machine. The same settings and the same inputs at the
/// same times give the same effects; there is no clock, no thread, no randomness and no I/O in it.
///
/// It is a confined mutable class, not a value, on purpose: offers, tasks, agents and frameworks
/// point at one another, and a master holds 100,000 tasks in five indexes. One thread owns it; what
/// others see are the effects and the JSON made on that thread. A run is repeated by repeating its
/// inputs, which is all a simulator needs.
final class Books {
    private final Ledger ledger;
    private final Allocator allocator;
    private final Subscriptions subscriptions;
    private final Launches launches;
    private final Reconciler reconciler;
    private final Registrations registrations;
    private final Departures departures;
    private final FrameworkUpdates updates;

    Books(Settings settings) {
        ledger = new Ledger(settings);
        allocator = new Allocator(ledger);
        subscriptions = new Subscriptions(ledger, allocator);
        launches = new Launches(ledger, allocator);
        reconciler = new Reconciler(ledger);
        registrations = new Registrations(ledger, allocator);
        departures = new Departures(ledger, allocator);
        updates = new FrameworkUpdates(ledger);
    }

    /// Takes one input in and says what is to be done about it.
    ///
    /// @param now never before the time of the last step
    List<Effect> step(Input input, Instant now) {
        ledger.begin(now);
        switch (input) {
            case Input.Subscribe(String stream, Call call) -> subscriptions.subscribe(stream, call);
            case Input.Called(Call call) -> called(call);
            case Input.StreamGone(String stream) -> subscriptions.streamGone(stream);
            case Input.LinkOpened opened -> registrations.opened(opened.link(), opened.hello());
            case Input.LinkGone(String link) -> departures.linkGone(link);
            case Input.Reported reported -> departures.reported(reported.report());
            case Input.Teardown(String id) -> framework(id).ifPresent(subscriptions::remove);
            case Input.Watched(String stream) -> watched(stream);
            case Input.WatcherGone(String stream) -> ledger.watchers.remove(stream);
            case Input.AgentGone(String id) -> departures.markGone(id);
            case Input.Allocate() -> allocator.allocate();
            case Input.Paused(Duration pause) -> {
                subscriptions.paused(pause);
                departures.paused(pause);
            }
            case Input.Wake() -> {
                subscriptions.wake();
                departures.wake();
                ledger.watchers.due(now).forEach(this::beat);
            }
        }
        return ledger.effects();
    }

    private void watched(String stream) {
        ledger.watchers.add(stream, ledger.now());
        ledger.effect(new Effect.TellOperator(stream, OperatorEvents.subscribed(ledger)));
        beat(stream);
    }

    private void beat(String stream) {
        ledger.effect(new Effect.TellOperator(stream, OperatorEvents.heartbeat()));
    }

    private void called(Call call) {
        framework(call.getFrameworkId().getValue()).ifPresent(framework -> called(framework, call));
    }

    private void called(Framework framework, Call call) {
        switch (call.getType()) {
            case ACCEPT -> launches.accept(framework, call.getAccept());
            case DECLINE ->
                    allocator.decline(
                            framework,
                            call.getDecline().getOfferIdsList(),
                            call.getDecline().getFilters());
            case REVIVE -> allocator.revive(framework, call.getRevive().getRolesList());
            case SUPPRESS -> allocator.suppress(framework, call.getSuppress().getRolesList());
            case KILL -> reconciler.kill(framework, call.getKill());
            case ACKNOWLEDGE -> reconciler.acknowledge(framework, call.getAcknowledge());
            case RECONCILE -> reconciler.reconcile(framework, call.getReconcile().getTasksList());
            case TEARDOWN -> subscriptions.remove(framework);
            case UPDATE_FRAMEWORK -> updates.update(framework, call.getUpdateFramework());
            case SHUTDOWN -> reconciler.shutdown(framework, call.getShutdown());
            // Accepted and of no effect, as with a real master that has no executor, operation,
            // maintenance or allocator that would care.
            case MESSAGE, REQUEST -> {}
            case ACCEPT_INVERSE_OFFERS, DECLINE_INVERSE_OFFERS -> {}
            case ACKNOWLEDGE_OPERATION_STATUS, RECONCILE_OPERATIONS -> {}
            case SUBSCRIBE, UNKNOWN -> throw new IllegalArgumentException(call.getType().name());
        }
    }

    /// Why a call other than SUBSCRIBE may not be made on this stream, if there is a reason.
    Optional<Refusal> refusal(Call call, Optional<String> stream) {
        String id = call.getFrameworkId().getValue();
        Framework framework = ledger.frameworks.get(id);
        if (framework == null) {
            return Optional.of(new Refusal(400, "Framework cannot be found"));
        }
        if (framework.stream().isEmpty()) {
            return Optional.of(new Refusal(403, "Framework is not subscribed"));
        }
        if (stream.isEmpty()) {
            return Optional.of(
                    new Refusal(
                            400,
                            "All non-subscribe calls should include the 'Mesos-Stream-Id'"
                                    + " header"));
        }
        if (!stream.equals(framework.stream())) {
            return Optional.of(
                    new Refusal(
                            400,
                            "The stream ID '%s' included in this request didn't match the stream ID currently associated with framework ID %s"
                                    .formatted(stream.get(), id)));
        }
        return call.getType() == Call.Type.UPDATE_FRAMEWORK
                ? FrameworkUpdates.refusal(framework, call.getUpdateFramework())
                : Optional.empty();
    }

    /// How many operators watch.
    int watchers() {
        return ledger.watchers.streams().size();
    }

    /// Whether an agent of this id is or was here.
    boolean knowsAgent(String id) {
        return ledger.knowsAgent(id);
    }

    /// Whether a framework of this id can be torn down.
    boolean hasFramework(String id) {
        return ledger.frameworks.containsKey(id);
    }

    /// Whether reports of this agent are taken in.
    boolean hasConnectedAgent(String id) {
        Agent agent = ledger.agents.get(id);
        return agent != null && agent.link().isPresent();
    }

    /// When the next [Input.Wake] is due, if ever. Asked after each step, and there may be
    /// thousands of agents: so it makes nothing for each of them.
    Optional<Instant> nextDeadline() {
        Instant next = ledger.watchers.nextBeat().orElse(Instant.MAX);
        for (Framework each : ledger.frameworks.values()) {
            next = earlier(next, each.nextHeartbeat().orElse(next));
            next = earlier(next, each.removeAt().orElse(next));
        }
        Instant longestSilent = Instant.MAX;
        for (Agent each : ledger.agents.values()) {
            longestSilent = earlier(longestSilent, each.lastAlive());
            if (each.link().isPresent()) {
                next = earlier(next, each.nextPing());
            }
        }
        if (!longestSilent.equals(Instant.MAX)) {
            next = earlier(next, longestSilent.plus(ledger.settings.silence()));
        }
        return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    /// What the books hold, for [StateJson] and tests; only for the thread that owns them.
    Ledger ledger() {
        return ledger;
    }

    private Optional<Framework> framework(String id) {
        return Optional.ofNullable(ledger.frameworks.get(id));
    }
}
