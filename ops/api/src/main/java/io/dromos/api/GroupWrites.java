package io.dromos.api;

import io.dromos.domain.catalog.Edit;
import io.dromos.domain.catalog.GroupPatch;
import io.dromos.events.GroupId;
import io.dromos.json.DeploymentWriter;
import io.dromos.json.GroupReader;
import io.dromos.json.GroupReader.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Changes what groups there are, and what is in them.
final class GroupWrites {

    private final Changes changes;
    private final ReadModel reads;
    private final String base;

    /// @param base the server's address as clients see it, for `Location`
    GroupWrites(Changes changes, ReadModel reads, String base) {
        this.changes = changes;
        this.reads = reads;
        this.base = base;
    }

    /// Creates a group that does not exist.
    CompletionStage<Reply> create(Call call, GroupId path) {
        return read(
                call,
                path,
                wanted ->
                        switch (wanted) {
                            case Wanted.Put put -> create(call, put.patch());
                            case Wanted.Scale _ ->
                                    Routes.done(
                                            RefusalReplies.invalid("/scaleBy", GroupReader.ALONE));
                            case Wanted.Revert _ ->
                                    Routes.done(
                                            RefusalReplies.invalid("/version", GroupReader.ALONE));
                        });
    }

    private CompletionStage<Reply> create(Call call, GroupPatch patch) {
        return changes.admit(
                List.of(new Edit.PutGroup(patch, false)),
                call.flag("force"),
                call.origin(),
                admitted -> {
                    var body = DeploymentWriter.result(admitted.version(), admitted.deployment());
                    return Changes.deployed(Reply.json(201, body), admitted)
                            .with("Location", base + patch.id());
                });
    }

    /// Makes a group what the document says, scales it, or brings it back.
    CompletionStage<Reply> update(Call call, GroupId path) {
        return read(
                call,
                path,
                wanted -> {
                    List<Edit> edits =
                            List.of(
                                    switch (wanted) {
                                        case Wanted.Put put -> new Edit.PutGroup(put.patch(), true);
                                        case Wanted.Scale scale ->
                                                new Edit.ScaleGroup(scale.group(), scale.factor());
                                        case Wanted.Revert revert ->
                                                new Edit.RevertGroup(
                                                        revert.group(), revert.version());
                                    });
                    return call.flag("dryRun")
                            ? changes.dryRun(edits, call.origin())
                            : changes.result(edits, call.flag("force"), call.origin());
                });
    }

    /// Says whether a top-level group's role is enforced.
    CompletionStage<Reply> enforce(Call call, GroupId group) {
        if (!group.isTopLevel())
            return Routes.done(RefusalReplies.invalid("/", "Path needs to be top-level"));
        return Bodies.read(
                call,
                GroupReader::enforced,
                enforced -> {
                    var patch =
                            new GroupPatch(
                                    group,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(enforced));
                    if (!GroupReads.exists(reads.now(), group))
                        return Routes.done(GroupReads.missing(group));
                    return changes.admit(
                            List.of(new Edit.PutGroup(patch, true)),
                            false,
                            call.origin(),
                            _ -> Reply.empty(200));
                });
    }

    /// Removes a group with all that is in it.
    CompletionStage<Reply> remove(Call call, GroupId group) {
        return changes.result(
                List.of(new Edit.RemoveGroup(group)), call.flag("force"), call.origin());
    }

    private CompletionStage<Reply> read(
            Call call, GroupId path, Function<Wanted, CompletionStage<Reply>> next) {
        return Bodies.readUntyped(call, document -> GroupReader.group(document, path), next);
    }
}
