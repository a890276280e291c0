package io.dromos.simulation;

import io.dromos.domain.catalog.Edit;
import io.dromos.domain.catalog.GroupPatch;
import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.state.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Changes of whole groups: made from a document, scaled, brought back, removed.
final class Teams {

    private static final GroupId TEAM = new GroupId("/team");
    private static final GroupId INNER = new GroupId("/team/inner");

    /// An application that wants no more is scaled up: the machines there are suit four of one that
    /// wants a host for each.
    private static final int SCALED_UP_MAX = 2;

    private final Course course;
    private final Truth truth;
    private final List<AppId> apps;
    private final Function<AppId, ApplicationPatch> patches;

    /// @param apps of which a group's document may hold any that are in it
    /// @param patches whole definitions
    Teams(Course course, Truth truth, List<AppId> apps, Function<AppId, ApplicationPatch> patches) {
        this.course = course;
        this.truth = truth;
        this.apps = apps.stream().filter(it -> it.group().startsWith(TEAM.path())).toList();
        this.patches = patches;
    }

    Edit edit() {
        return switch (course.below(8)) {
            case 0 -> new Edit.RemoveGroup(course.chance(0.8) ? TEAM : INNER);
            case 1, 2 -> new Edit.ScaleGroup(TEAM, factor());
            case 3, 4 ->
                    version()
                            .<Edit>map(it -> new Edit.RevertGroup(TEAM, it.version()))
                            .orElseGet(this::put);
            default -> put();
        };
    }

    private double factor() {
        boolean few =
                truth.catalog().apps().values().stream()
                        .allMatch(it -> it.spec().instances() <= SCALED_UP_MAX);
        return course.oneOf(few ? List.of(0.5, 1.5, 2.0) : List.of(0.0, 0.5));
    }

    private Optional<Revision> version() {
        var revisions = truth.catalog().revisions();
        return revisions.isEmpty() ? Optional.empty() : Optional.of(course.oneOf(revisions));
    }

    /// What a document leaves out is destroyed, unless it says nothing of applications.
    private Edit put() {
        var described = new ArrayList<GroupPatch.Described>();
        for (var app : apps)
            if (course.chance(0.6))
                described.add(new GroupPatch.Described(app, patches.apply(app)));
        var inner =
                new GroupPatch(
                        INNER,
                        Optional.empty(),
                        Optional.empty(),
                        course.chance(0.3)
                                ? Optional.of(List.of(course.oneOf(apps).path()))
                                : Optional.empty(),
                        Optional.empty());
        return new Edit.PutGroup(
                new GroupPatch(
                        TEAM,
                        course.chance(0.7) ? Optional.of(described) : Optional.empty(),
                        course.chance(0.5) ? Optional.of(List.of(inner)) : Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                course.chance(0.9));
    }
}
