package io.dromos.agent.http;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How much may wait for all slow readers together. When it is more, the one for whom most waits is
/// cut off, so that a crowd of them costs no more than the bound.
public final class Pool {
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Outbox> members = ConcurrentHashMap.newKeySet();

    /// @param maxBytes the bound; one chunk may go beyond it for a moment
    public Pool(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// How much waits now.
    public long bytes() {
        return bytes.get();
    }

    /// How many readers something has been told, and may be told more.
    int size() {
        return members.size();
    }

    void add(Outbox member, int more) {
        members.add(member);
        if (member.isOver()) {
            members.remove(member);
        }
        if (bytes.addAndGet(more) > maxBytes) {
            members.stream().max(Comparator.comparingInt(Outbox::bytes)).ifPresent(Outbox::cutOff);
        }
    }

    void take(int less) {
        bytes.addAndGet(-less);
    }

    void leave(Outbox member) {
        members.remove(member);
    }
}
