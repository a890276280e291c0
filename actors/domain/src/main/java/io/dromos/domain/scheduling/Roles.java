package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.scheduling.Demand.Role;
import io.dromos.events.AppId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pcollections.HashTreePSet;

/// Offers are wanted in the roles that have an open want, and in no other.
final class Roles {

    private Roles() {}

    /// Some of the role's resources were declined for a while.
    static Role filtered(Role role) {
        return new Role(role.suppressed(), true, role.due(), role.revivedAt(), role.idleSince());
    }

    /// The role's offers were of use: the next revival need not wait. The pause is for revivals
    /// that bring what nobody can use, which costs a master with many agents dearly.
    static void used(Turn turn, String name) {
        var role = turn.demand.role(name);
        turn.demand =
                turn.demand.with(
                        name,
                        new Role(
                                role.suppressed(),
                                role.filtered(),
                                role.due(),
                                Optional.empty(),
                                role.idleSince()));
    }

    /// Whether the role has had no want for a while.
    static boolean isIdle(Turn turn, String role) {
        return turn.demand
                .role(role)
                .idleSince()
                .filter(since -> turn.passed(since, turn.limits().idleBefore()))
                .isPresent();
    }

    /// A want that was tried and not proposed needs offers it did not see.
    static void unmet(Turn turn, AppId app) {
        var open = turn.demand.wants().get(app);
        if (open == null || turn.book.batches().containsKey(app)) return;
        for (var want : open.wants()) {
            var name = want.spec().role();
            var role = turn.demand.role(name);
            if (role.suppressed() || role.filtered())
                turn.demand = turn.demand.with(name, due(role, true));
        }
    }

    /// A want in a role that the framework is not subscribed in has the subscription changed: it
    /// stands, and no offer of another role is lost. Roles are left with the subscription only.
    static void subscribe(Turn turn) {
        if (!turn.link.mayPlan()) return;
        var more = turn.calls.roles();
        for (var open : turn.demand.wants().values())
            for (var want : open.wants())
                if (!isSubscribed(turn, want.spec().role())) more = more.plus(want.spec().role());
        if (more.size() == turn.calls.roles().size()) return;
        turn.calls = turn.calls.inRoles(more);
        var all = new TreeSet<>(turn.limits().roles());
        all.addAll(more);
        var suppressed = all.stream().filter(name -> turn.demand.role(name).suppressed()).toList();
        turn.call(new SchedulerCall.UpdateRoles(List.copyOf(all), suppressed), new Calls.Roles());
    }

    private static boolean isSubscribed(Turn turn, String role) {
        return turn.limits().roles().contains(role) || turn.calls.roles().contains(role);
    }

    /// It is not known in which roles the framework is subscribed; at the next tick it is said
    /// again.
    static void notSubscribed(Turn turn) {
        turn.calls = turn.calls.inRoles(HashTreePSet.empty());
    }

    /// An offer of the role is given back that nobody who waits has looked at: he needs it again.
    static void unseen(Turn turn, String name) {
        boolean waits =
                turn.demand.unfitWants().stream()
                        .map(turn.demand.wants()::get)
                        .anyMatch(open -> open != null && open.in(name));
        if (waits) turn.demand = turn.demand.with(name, due(turn.demand.role(name), true));
    }

    static void tick(Turn turn) {
        subscribe(turn);
        var names = new TreeSet<>(turn.limits().roles());
        names.addAll(turn.demand.roles().keySet());
        for (var name : names) {
            if (isWanted(turn, name)) wanted(turn, name);
            else unwanted(turn, name);
        }
    }

    static void reviveDue(Turn turn) {
        if (!turn.link.isOpen()) return;
        for (var entry : turn.demand.roles().entrySet()) {
            var role = entry.getValue();
            boolean early =
                    role.revivedAt()
                            .filter(at -> !turn.passed(at, turn.limits().reviveEvery()))
                            .isPresent();
            if (!role.due() || early) continue;
            if (!isSubscribed(turn, entry.getKey())) subscribe(turn);
            turn.call(
                    new SchedulerCall.Revive(List.of(entry.getKey())),
                    new Calls.Role(entry.getKey()));
            turn.demand =
                    turn.demand.with(
                            entry.getKey(),
                            new Role(
                                    false,
                                    false,
                                    false,
                                    Optional.of(turn.now()),
                                    role.idleSince()));
        }
    }

    /// Nobody knows whether Mesos heard the last order: it is given again.
    static void unknown(Turn turn, String name) {
        var role = turn.demand.role(name);
        turn.demand =
                turn.demand.with(
                        name,
                        new Role(false, true, role.due(), role.revivedAt(), role.idleSince()));
        if (isWanted(turn, name))
            turn.demand = turn.demand.with(name, due(turn.demand.role(name), true));
    }

    private static boolean isWanted(Turn turn, String name) {
        return turn.demand.wants().values().stream().anyMatch(open -> open.in(name))
                || turn.book.batches().values().stream()
                        .flatMap(batch -> batch.places().stream())
                        .anyMatch(place -> place.role().equals(name));
    }

    private static void wanted(Turn turn, String name) {
        var role = turn.demand.role(name);
        turn.demand =
                turn.demand.with(
                        name,
                        new Role(
                                role.suppressed(),
                                role.filtered(),
                                role.due() || role.suppressed(),
                                role.revivedAt(),
                                Optional.empty()));
    }

    private static void unwanted(Turn turn, String name) {
        var role = turn.demand.role(name);
        var since = role.idleSince().or(() -> Optional.of(turn.now()));
        boolean suppress =
                !role.suppressed() && turn.passed(since.orElseThrow(), turn.limits().idleBefore());
        if (suppress) turn.call(new SchedulerCall.Suppress(List.of(name)), new Calls.Role(name));
        turn.demand =
                turn.demand.with(
                        name,
                        new Role(
                                role.suppressed() || suppress,
                                role.filtered(),
                                false,
                                role.revivedAt(),
                                since));
    }

    private static Role due(Role role, boolean due) {
        return new Role(
                role.suppressed(), role.filtered(), due, role.revivedAt(), role.idleSince());
    }
}
