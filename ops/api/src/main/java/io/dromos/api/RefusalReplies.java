package io.dromos.api;

import io.dromos.domain.catalog.Refusal;
import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.json.ErrorWriter;
import java.util.List;
import java.util.stream.Collectors;

/// Marathon's answers to changes that are not admitted.
final class RefusalReplies {

    /// The text is literal, with the angle brackets.
    static final String LOCKED =
            "App is locked by one or more deployments. Override with the option '?force=true'. View"
                    + " details at '/v2/deployments/<DEPLOYMENT_ID>'.";

    private RefusalReplies() {}

    /// The answer to a refusal.
    static Reply of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid it -> Reply.json(422, ErrorWriter.invalid(it.violations()));
            case Refusal.AlreadyExists it ->
                    Reply.message(409, "An app with id [" + it.app().path() + "] already exists.");
            case Refusal.UnknownApplication it ->
                    Reply.message(404, "App '" + it.app().path() + "' does not exist");
            case Refusal.UnknownVersion it ->
                    Reply.message(
                            404,
                            "App '"
                                    + it.app().path()
                                    + "' does not exist in version "
                                    + it.version());
            case Refusal.GroupExists it ->
                    Reply.message(
                            409,
                            "Group %s is already created. Use PUT to change this group."
                                    .formatted(it.group()));
            case Refusal.ApplicationAtPath it ->
                    Reply.message(
                            409, "An app with the path %s already exists.".formatted(it.group()));
            case Refusal.UnknownGroup it -> Reply.message(404, missing(it.group()));
            case Refusal.UnknownGroupVersion it ->
                    Reply.message(
                            422,
                            "Group %s not available in version %s"
                                    .formatted(it.group(), it.version()));
            case Refusal.SharedPath _ ->
                    invalid(
                            "/groups(0)",
                            "Groups and Applications may not have the same identifier.");
            case Refusal.EnforcedWithServices _ ->
                    invalid(
                            "/enforceRole",
                            "enforceRole cannot be modified in a request that adds, removes or modifies"
                                    + " services; please make these changes in separate requests.");
            case Refusal.UnknownDeployment it ->
                    Reply.missing("DeploymentPlan " + it.deployment().value() + " does not exist");
            case Refusal.Locked it -> Reply.json(409, ErrorWriter.locked(LOCKED, it.deployments()));
            case Refusal.TooManyDeployments it -> Reply.message(403, tooManyDeployments(it.max()));
            case Refusal.TooManyApplications it ->
                    Reply.message(
                            403,
                            "There are %d applications, and no more are admitted"
                                    .formatted(it.max()));
            case Refusal.TooManyGroups it ->
                    invalid("/groups", beyond(it.count() + " groups", it.max()));
            case Refusal.TooDeep it ->
                    invalid("/id", beyond("a path of " + it.depth() + " segments", it.max()));
            case Refusal.ServicePortsTaken it ->
                    Reply.message(
                            500,
                            "All ports in the range [%d-%d) are already in use"
                                    .formatted(it.min(), it.max()));
            case Refusal.CyclicDependencies _ ->
                    invalid("/", "Dependency graph has cyclic dependencies.");
        };
    }

    /// The answer to a list of new applications of which these exist.
    static Reply existing(List<AppId> apps) {
        if (apps.size() == 1) return of(new Refusal.AlreadyExists(apps.getFirst()));
        var paths = apps.stream().map(AppId::path).collect(Collectors.joining(", "));
        return Reply.message(409, "Apps with ids [" + paths + "] already exist.");
    }

    /// What is said of a group that is not there.
    static String missing(GroupId group) {
        return "Group '" + group + "' does not exist";
    }

    /// The answer to a document of which this is invalid.
    static Reply invalid(String path, String rule) {
        return Reply.json(422, ErrorWriter.invalid(List.of(new Violation(path, rule))));
    }

    private static String beyond(String got, int max) {
        return "got " + got + ", expected " + max + " or less";
    }

    private static String tooManyDeployments(int max) {
        // "oneusing" is Marathon's
        return "Max number ("
                + max
                + ") of running deployments is achieved. Wait for existing deployments to complete"
                + " or cancel oneusing force=true parameter. You can increase max deployment number"
                + " by using --max_running_deployments parameter but be advised that this can have"
                + " negative effects on the performance.";
    }
}
