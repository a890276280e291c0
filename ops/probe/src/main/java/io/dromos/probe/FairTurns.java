package io.dromos.probe;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/// A number of turns that many groups share, so that one whose turns take long does not keep the
/// others waiting: a group has no more turns than are left free for others, and of those that wait
/// the one with the fewest comes next. One group alone may have half of all turns.
///
/// Groups that neither wait nor have a turn cost nothing.
final class FairTurns {

    private final Map<Object, Group> groups = new HashMap<>();

    /// The groups that wait, by who comes next.
    private final TreeSet<Group> waiting =
            new TreeSet<>(
                    Comparator.<Group>comparingInt(group -> group.taken)
                            .thenComparingLong(group -> group.since));

    private int free;
    private long count;

    /// @param turns how many there are at a time
    FairTurns(int turns) {
        this.free = turns;
    }

    private static final class Group {
        private final Object key;

        /// Whoever waits for a turn, the first one first.
        private final Deque<Semaphore> line = new ArrayDeque<>();

        private int taken;

        /// When it began to wait, took or gave back a turn last: of those with as many turns the
        /// one comes first that had nothing for the longest time.
        private long since;

        Group(Object key) {
            this.key = key;
        }
    }

    /// Waits for a turn.
    ///
    /// @param key of the group that the turn is for; equal keys are one group
    void take(Object key) throws InterruptedException {
        var granted = new Semaphore(0);
        enter(key, granted);
        try {
            granted.acquire();
        } catch (InterruptedException over) {
            leave(key, granted);
            throw over;
        }
    }

    /// Gives a turn back.
    synchronized void give(Object key) {
        var group = groups.get(key);
        if (group == null || group.taken == 0) throw new IllegalStateException("no turn of " + key);
        waiting.remove(group);
        group.taken--;
        group.since = count++;
        free++;
        settle(group);
        grant();
    }

    private synchronized void enter(Object key, Semaphore granted) {
        var group = groups.computeIfAbsent(key, Group::new);
        boolean waits = waiting.remove(group);
        group.line.add(granted);
        if (!waits) group.since = count++;
        settle(group);
        grant();
    }

    /// Whoever does not wait any more gives back the turn that he was given in that moment.
    private synchronized void leave(Object key, Semaphore granted) {
        if (granted.tryAcquire()) {
            give(key);
            return;
        }
        var group = groups.get(key);
        if (group == null) return;
        waiting.remove(group);
        group.line.remove(granted);
        settle(group);
    }

    private void grant() {
        while (!waiting.isEmpty() && waiting.first().taken < free) {
            var next = waiting.removeFirst();
            next.line.remove().release();
            next.taken++;
            next.since = count++;
            free--;
            settle(next);
        }
    }

    /// Puts a group that waits where it belongs, and forgets one that wants nothing.
    private void settle(Group group) {
        if (!group.line.isEmpty()) waiting.add(group);
        else if (group.taken == 0) groups.remove(group.key);
    }
}
