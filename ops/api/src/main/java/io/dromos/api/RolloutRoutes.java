package io.dromos.api;

import io.dromos.domain.application.Headway;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.domain.deployment.Outlook;
import io.dromos.events.DeploymentId;
import io.dromos.events.Origin;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.Action;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState.Planned;
import io.dromos.events.state.Ending;
import io.dromos.feed.View;
import io.dromos.json.RolloutWriter;
import io.dromos.json.RolloutWriter.Part;
import io.dromos.json.RolloutWriter.Rollout;
import io.dromos.json.SteeringReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// `/v3/deployments/{id}`: how a deployment stands, and steering it.
final class RolloutRoutes {

    private final Changes changes;
    private final ReadModel reads;
    private final Why why;

    RolloutRoutes(Changes changes, ReadModel reads, Why why) {
        this.changes = changes;
        this.reads = reads;
        this.why = why;
    }

    CompletionStage<Reply> answer(Call call, List<String> rest) {
        if (rest.size() > 2) return Routes.done(Reply.unknownPath());
        if (rest.isEmpty())
            return Routes.done(call.method().equals("GET") ? list() : Reply.wrongMethod());
        var id = new DeploymentId(rest.getFirst());
        if (rest.size() == 1)
            return call.method().equals("GET") ? show(id) : Routes.done(Reply.wrongMethod());
        return switch (rest.getLast()) {
            case "pause" -> put(call, () -> pause(call, id));
            case "resume" ->
                    put(
                            call,
                            () ->
                                    steer(
                                            call,
                                            id,
                                            new DeploymentCommand.Resume(
                                                    call.origin().principal())));
            case "deadline" -> deadline(call, id);
            default -> Routes.done(Reply.unknownPath());
        };
    }

    private CompletionStage<Reply> deadline(Call call, DeploymentId id) {
        var by = call.origin().principal();
        return switch (call.method()) {
            case "PUT" ->
                    Bodies.read(
                            call,
                            SteeringReader::deadline,
                            it -> steer(call, id, new DeploymentCommand.SetDeadline(by, it)));
            case "DELETE" -> steer(call, id, new DeploymentCommand.LiftDeadline(by));
            default -> Routes.done(Reply.wrongMethod());
        };
    }

    /// What a request comes to once its method is known to fit.
    private interface Answer {
        CompletionStage<Reply> give();
    }

    private static CompletionStage<Reply> put(Call call, Answer answer) {
        return call.method().equals("PUT") ? answer.give() : Routes.done(Reply.wrongMethod());
    }

    private CompletionStage<Reply> pause(Call call, DeploymentId id) {
        var by = call.origin().principal();
        if (call.body().bytes().length == 0)
            return steer(call, id, new DeploymentCommand.Pause(by, Optional.empty()));
        return Bodies.read(
                call,
                SteeringReader::reason,
                reason -> steer(call, id, new DeploymentCommand.Pause(by, reason)));
    }

    private CompletionStage<Reply> steer(
            Call call, DeploymentId id, DeploymentCommand.Steer command) {
        return changes.steer(
                id,
                command,
                call.origin(),
                open -> (open ? open(id) : Optional.<Reply>empty()).orElseGet(() -> missing(id)));
    }

    private Optional<Reply> open(DeploymentId id) {
        var view = reads.now();
        return Optional.ofNullable(view.catalog().state().open().get(id))
                .map(open -> Reply.ok(RolloutWriter.open(rollout(view, open))));
    }

    private CompletionStage<Reply> show(DeploymentId id) {
        var open = open(id);
        if (open.isPresent()) return Routes.done(open.get());
        var ending = reads.now().catalog().state().closed().get(id);
        if (ending == null) return Routes.done(missing(id));
        return origin(ending).thenApply(origin -> Reply.ok(closed(id, ending, origin)));
    }

    /// Who ended a deployment is asked of the log; without an answer it is left out.
    private CompletionStage<Optional<Origin>> origin(Ending ending) {
        return CompletableFuture.supplyAsync(
                        () -> reads.origin(PersistenceIds.CATALOG, ending.sequence()),
                        Thread::startVirtualThread)
                .exceptionally(_ -> Optional.empty());
    }

    private static byte[] closed(DeploymentId id, Ending ending, Optional<Origin> origin) {
        return RolloutWriter.closed(
                id, ending, Endings.sentence(ending, origin), origin.map(Origin::principal));
    }

    /// Those that are open, then those that ended, the last first; of these it is not asked who
    /// ended them.
    private Reply list() {
        var view = reads.now();
        var all = new ArrayList<byte[]>();
        for (var open : view.catalog().state().open().values())
            all.add(RolloutWriter.brief(rollout(view, open)));
        var closed = view.catalog().state().closed();
        for (var id : List.copyOf(closed.keySet()).reversed())
            all.add(closed(id, Objects.requireNonNull(closed.get(id)), Optional.empty()));
        var out = new ByteArrayOutputStream(1_024);
        out.write('[');
        for (var each : all) {
            if (out.size() > 1) out.write(',');
            out.writeBytes(each);
        }
        out.write(']');
        return Reply.ok(out.toByteArray());
    }

    private Rollout rollout(View view, CatalogState.Open open) {
        var outlook = why.outlook(view, open, reads.hearing());
        var parts =
                open.actions().stream()
                        .filter(planned -> planned.action() != Action.START)
                        .map(planned -> part(view, planned, open, outlook))
                        .toList();
        var sentence = why.of(view, open, outlook);
        return new Rollout(open, view.deployment(open.id()), parts, sentence, outlook);
    }

    private Part part(View view, Planned planned, CatalogState.Open open, Outlook outlook) {
        var state = view.application(planned.app());
        return new Part(
                planned,
                state.map(Headway::of).orElse(new Headway(0, 0, 0, 0)),
                state.filter(it -> it.rollout().paused()).isPresent(),
                state.flatMap(it -> why.bounded(it, reads.hearing())),
                why.of(view, planned, open, outlook, reads.hearing()).sentence());
    }

    private static Reply missing(DeploymentId id) {
        return Reply.missing("DeploymentPlan " + id.value() + " does not exist");
    }
}
