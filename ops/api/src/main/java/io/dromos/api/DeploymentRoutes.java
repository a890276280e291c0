package io.dromos.api;

import io.dromos.domain.catalog.Edit;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.feed.View;
import io.dromos.json.DeploymentWriter;
import io.dromos.json.ResultWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Lists, stops and rolls back deployments.
final class DeploymentRoutes {

    private final Changes changes;
    private final ReadModel reads;

    DeploymentRoutes(Changes changes, ReadModel reads) {
        this.changes = changes;
        this.reads = reads;
    }

    CompletionStage<Reply> answer(Call call, List<String> rest) {
        if (rest.isEmpty())
            return Routes.done(call.method().equals("GET") ? list() : Reply.wrongMethod());
        if (rest.size() > 1) return Routes.done(Reply.unknownPath());
        if (!call.method().equals("DELETE")) return Routes.done(Reply.wrongMethod());
        return cancel(call, new DeploymentId(rest.getFirst()));
    }

    private Reply list() {
        var view = reads.now();
        var out = new ByteArrayOutputStream(1_024);
        out.write('[');
        for (var open : view.catalog().state().open().values()) {
            if (out.size() > 1) out.write(',');
            out.writeBytes(
                    DeploymentWriter.open(
                            open, view.deployment(open.id()), app -> readiness(view, app)));
        }
        out.write(']');
        return Reply.ok(out.toByteArray());
    }

    private byte[] readiness(View view, AppId app) {
        return ResultWriter.readiness(reads.checks().of(app), view.application(app), true);
    }

    private CompletionStage<Reply> cancel(Call call, DeploymentId deployment) {
        if (!reads.now().catalog().state().open().containsKey(deployment))
            return Routes.done(
                    Reply.missing("DeploymentPlan " + deployment.value() + " does not exist"));
        if (call.flag("force")) return changes.stop(deployment, call.origin());
        // The way back takes over from the deployment it undoes, which holds the lock.
        return changes.result(List.of(new Edit.RollBack(deployment)), true, call.origin());
    }
}
