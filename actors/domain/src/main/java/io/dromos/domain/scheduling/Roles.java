package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.scheduling.Demand.Role;
import io.dromos.events.AppId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /// An offer of the role is given back that nobody who waits has looked at: he needs it again.
    static void unseen(Turn turn, String name) {
        boolean waits =
                turn.demand.unfitWants().stream()
                        .map(turn.demand.wants()::get)
                        .anyMatch(open -> open != null && open.in(name));
        if (waits) turn.demand = turn.demand.with(name, due(turn.demand.role(name), true));
    }

    static void tick(Turn turn) {
        var wanted = wanted(turn);
        var names = new TreeSet<>(turn.limits().roles());
        names.addAll(turn.demand.roles().keySet());
        names.addAll(wanted);
        for (var name : names) {
            if (wanted.contains(name)) wanted(turn, name);
            else unwanted(turn, name);
        }
        Joining.tick(turn, wanted);
    }

    /// While a change of the roles is under way nobody is revived, and no one suppressed: Mesos may
    /// take up the newer call first, and the change would undo it.
    static void reviveDue(Turn turn) {
        if (!turn.link.isOpen() || turn.calls.areRolesPending()) return;
        boolean join = false;
        for (var entry : turn.demand.roles().entrySet()) {
            var role = entry.getValue();
            boolean early =
                    role.revivedAt()
                            .filter(at -> !turn.passed(at, turn.limits().reviveEvery()))
                            .isPresent();
            if (!role.due() || early) continue;
            if (turn.calls.stray().contains(entry.getKey())) {
                Subscribing.taint(turn);
                return;
            }
            if (Joining.isSubscribed(turn, entry.getKey())) revive(turn, entry.getKey());
            else join |= !Joining.isRefused(turn, entry.getKey());
        }
        if (join && Joining.mayAsk(turn)) Joining.join(turn, wanted(turn));
    }

    private static void revive(Turn turn, String name) {
        turn.call(new SchedulerCall.Revive(List.of(name)), new Calls.Revive(name));
        var idle = turn.demand.role(name).idleSince();
        turn.demand =
                turn.demand.with(
                        name, new Role(false, false, false, Optional.of(turn.now()), idle));
    }

    /// Nobody knows whether Mesos heard the last order: it is given again.
    static void unknown(Turn turn, String name) {
        var role = turn.demand.role(name);
        turn.demand =
                turn.demand.with(
                        name,
                        new Role(false, true, role.due(), role.revivedAt(), role.idleSince()));
        if (wanted(turn).contains(name))
            turn.demand = turn.demand.with(name, due(turn.demand.role(name), true));
    }

    /// Mesos may read this SUPPRESS late, after a REVIVE: it must not be sent one until a new
    /// subscription has voided it.
    static void suppressUnanswered(Turn turn, String name) {
        turn.calls = turn.calls.stray(name);
        unknown(turn, name);
    }

    /// The roles that somebody wants offers of, or is just being served in.
    private static Set<String> wanted(Turn turn) {
        var names = new HashSet<String>();
        for (var open : turn.demand.wants().values())
            for (var want : open.wants()) names.add(want.spec().role());
        for (var batch : turn.book.batches().values())
            for (var place : batch.places()) names.add(place.role());
        return names;
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
                !role.suppressed()
                        && !turn.calls.areRolesPending()
                        && turn.passed(since.orElseThrow(), turn.limits().idleBefore());
        if (suppress)
            turn.call(new SchedulerCall.Suppress(List.of(name)), new Calls.Suppress(name));
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
