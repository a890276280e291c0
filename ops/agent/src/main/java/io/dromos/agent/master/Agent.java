package io.dromos.agent.master;

import io.dromos.agent.link.Hello;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.jspecify.annotations.Nullable;

/// One agent in the books; confined to them.
final class Agent {
    final String id;
    final Instant registered;
    final Map<String, Offer> offers = new LinkedHashMap<>();

    /// By framework and task: two frameworks may use the same task id.
    final Map<Key, Task> tasks = new LinkedHashMap<>();

    /// Names a task on an agent.
    record Key(String frameworkId, String taskId) {}

    private AgentInfo info;
    private String ip;
    private Amounts total = Amounts.NONE;
    private Amounts used = Amounts.NONE;

    /// Kept until either of the two changes: the allocator asks for it again and again.
    private @Nullable Amounts free;

    private @Nullable String link;
    private @Nullable Instant reregistered;
    private Instant lastAlive;
    private Instant nextPing;

    Agent(String id, Hello hello, Instant now) {
        this.id = id;
        this.registered = now;
        this.info = hello.agent();
        this.ip = hello.ip();
        this.lastAlive = now;
        this.nextPing = now;
    }

    AgentInfo info() {
        return info;
    }

    AgentID protoId() {
        return AgentID.newBuilder().setValue(id).build();
    }

    String ip() {
        return ip;
    }

    /// Its name in Mesos' own messages.
    String pid() {
        return "slave(1)@" + ip + ":" + info.getPort();
    }

    Optional<Instant> reregistered() {
        return Optional.ofNullable(reregistered);
    }

    /// Its link, while it is connected.
    Optional<String> link() {
        return Optional.ofNullable(link);
    }

    /// All it has, whoever holds it.
    Amounts total() {
        return total;
    }

    /// What is neither offered nor held by a task.
    Amounts free() {
        Amounts known = free;
        if (known == null) {
            known = total.minus(used);
            free = known;
        }
        return known;
    }

    Instant lastAlive() {
        return lastAlive;
    }

    Instant nextPing() {
        return nextPing;
    }

    void connect(String newLink, Hello hello, Instant now, boolean again) {
        link = newLink;
        info = hello.agent().toBuilder().setId(protoId()).build();
        ip = hello.ip();
        lastAlive = now;
        reregistered = again ? now : null;
        total = Amounts.of(info.getResourcesList(), "").bare();
        free = null;
    }

    void disconnect() {
        link = null;
    }

    void alive(Instant now) {
        lastAlive = now;
    }

    void pinged(Instant next) {
        nextPing = next;
    }

    void take(Amounts amounts) {
        used = used.plus(amounts.bare());
        free = null;
    }

    void giveBack(Amounts amounts) {
        used = used.minus(amounts.bare());
        free = null;
    }
}
