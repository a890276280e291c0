package io.dromos.domain.scheduling;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/// In which roles the framework is subscribed beside those that each subscription begins with.
///
/// @param in those that Mesos was told, and has not refused
/// @param refused those that Mesos does not let the framework have
/// @param alone whether Mesos refused several together, so that each is asked for by itself
/// @param waits whether the next tick is waited for: the last answer did not come, or was a failure
record Membership(
        MapPSet<String> in, HashPMap<String, Refused> refused, boolean alone, boolean waits) {

    /// A subscription that has just begun.
    static final Membership NONE =
            new Membership(HashTreePSet.empty(), HashTreePMap.empty(), false, false);

    /// @param words of Mesos
    /// @param until when it is not asked again
    /// @param lasting whether that holds in the next subscription, too
    record Refused(String words, Duration until, boolean lasting) {}

    /// What the next subscription begins with.
    Membership anew() {
        var left = NONE.refused;
        for (var entry : refused.entrySet())
            if (entry.getValue().lasting()) left = left.plus(entry.getKey(), entry.getValue());
        return new Membership(NONE.in, left, false, false);
    }

    Optional<Refused> refusal(String role) {
        return Optional.ofNullable(refused.get(role));
    }

    Membership in(MapPSet<String> roles) {
        return new Membership(roles, refused, alone, waits);
    }

    /// It is not known whether Mesos heard of these.
    Membership unsure(Collection<String> roles) {
        return new Membership(in.minusAll(roles), refused, alone, true);
    }

    /// All that were asked for are had, or refused one by one.
    Membership together() {
        return new Membership(in, refused, false, waits);
    }

    Membership refuse(Collection<String> roles, Refused why) {
        var without = in.minusAll(roles);
        if (roles.size() != 1) return new Membership(without, refused, true, waits);
        var role = roles.iterator().next();
        return new Membership(without, refused.plus(role, why), alone, waits);
    }

    /// Mesos did not answer when it was asked for these.
    Membership leave(Collection<String> roles, Refused why) {
        var all = refused;
        for (var role : roles) all = all.plus(role, why);
        return new Membership(in.minusAll(roles), all, alone, waits);
    }

    /// Whatever failed is tried again.
    Membership go() {
        return waits ? new Membership(in, refused, alone, false) : this;
    }

    /// They are had.
    Membership forgive(Collection<String> roles) {
        return new Membership(in, refused.minusAll(roles), alone, waits);
    }

    /// Of the others it does not matter any more that they were refused.
    Membership refusedOnly(Set<String> wanted) {
        var others = refused.keySet().stream().filter(role -> !wanted.contains(role)).toList();
        return others.isEmpty() ? this : forgive(others);
    }
}
