package io.dromos.events.state;

import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// The instances of an application, with an index by what they are up to, so that a question costs
/// in proportion to its answer and not to the number of instances.
///
/// @param all by id
/// @param index by kind and configuration, ordered by since, then id
public record Instances(PMap<InstanceId, Instance> all, PMap<Key, TreePSet<Slot>> index) {

    /// No instance.
    public static final Instances NONE = new Instances(TreePMap.empty(), TreePMap.empty());

    /// What is counted together.
    public record Key(Instance.Kind kind, Version config) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : config.compareTo(other.config);
        }
    }

    /// A place in the order of age.
    public record Slot(Instant since, InstanceId id) implements Comparable<Slot> {
        /// Before the id of every instance, since the name of no application begins with a space.
        private static final InstanceId FIRST = new InstanceId(" .instance-");

        /// Not behind any slot of a later moment, and behind all others.
        static Slot firstAfter(Instant moment) {
            return new Slot(moment.plusNanos(1), FIRST);
        }

        @Override
        public int compareTo(Slot other) {
            int byTime = since.compareTo(other.since);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    /// The instances an index-free map stands for.
    public static Instances of(Collection<Instance> instances) {
        var result = NONE;
        for (var instance : instances) result = result.plus(instance);
        return result;
    }

    /// The instance with this id, if there is one.
    public Optional<Instance> find(InstanceId id) {
        return Optional.ofNullable(all.get(id));
    }

    /// With this instance, in place of the one of its id.
    public Instances plus(Instance instance) {
        var old = all.get(instance.id());
        var others = all.plus(instance.id(), instance);
        if (old == null) return new Instances(others, enter(index, instance));
        boolean stays = keyOf(old).equals(keyOf(instance)) && old.since().equals(instance.since());
        return new Instances(others, stays ? index : enter(leave(index, old), instance));
    }

    /// Without the instance of this id.
    public Instances minus(InstanceId id) {
        var old = all.get(id);
        return old == null ? this : new Instances(all.minus(id), leave(index, old));
    }

    private static PMap<Key, TreePSet<Slot>> enter(
            PMap<Key, TreePSet<Slot>> index, Instance instance) {
        var key = keyOf(instance);
        var slots = index.getOrDefault(key, TreePSet.empty());
        return index.plus(key, slots.plus(slotOf(instance)));
    }

    private static PMap<Key, TreePSet<Slot>> leave(PMap<Key, TreePSet<Slot>> index, Instance old) {
        var key = keyOf(old);
        var slots = index.getOrDefault(key, TreePSet.empty()).minus(slotOf(old));
        return slots.isEmpty() ? index.minus(key) : index.plus(key, slots);
    }

    private static Key keyOf(Instance instance) {
        return new Key(instance.kind(), instance.config());
    }

    private static Slot slotOf(Instance instance) {
        return new Slot(instance.since(), instance.id());
    }

    /// How many there are.
    public int size() {
        return all.size();
    }

    /// How many are of this kind and have such a configuration.
    public int count(Instance.Kind kind, Predicate<Version> config) {
        int count = 0;
        for (var entry : index.entrySet())
            if (entry.getKey().kind() == kind && config.test(entry.getKey().config()))
                count += entry.getValue().size();
        return count;
    }

    /// How many are of this kind.
    public int count(Instance.Kind kind) {
        return count(kind, _ -> true);
    }

    /// Those of this kind, oldest first within each configuration, while the predicate holds for
    /// how old they are. Costs in proportion to the answer.
    public List<Instance> oldest(Instance.Kind kind, Predicate<Instant> since) {
        var found = new ArrayList<Instance>();
        for (var entry : index.entrySet()) {
            if (entry.getKey().kind() != kind) continue;
            for (var slot : entry.getValue()) {
                if (!since.test(slot.since())) break;
                found.add(Objects.requireNonNull(all.get(slot.id())));
            }
        }
        return found;
    }

    /// Those of this kind that came into it later than one moment and not later than another,
    /// oldest first within each configuration. Costs in proportion to the answer.
    public List<Instance> between(Instance.Kind kind, Instant after, Instant upTo) {
        var found = new ArrayList<Instance>();
        for (var entry : index.entrySet()) {
            if (entry.getKey().kind() != kind) continue;
            for (var slot : entry.getValue().tailSet(Slot.firstAfter(after))) {
                if (slot.since().isAfter(upTo)) break;
                found.add(Objects.requireNonNull(all.get(slot.id())));
            }
        }
        return found;
    }

    /// Those of this kind that came into it at this moment or later, in no order. Costs in
    /// proportion to the answer.
    public List<Instance> youngest(Instance.Kind kind, Instant from) {
        var found = new ArrayList<Instance>();
        for (var entry : index.entrySet()) {
            if (entry.getKey().kind() != kind) continue;
            for (var slot : entry.getValue().descendingSet()) {
                if (slot.since().isBefore(from)) break;
                found.add(Objects.requireNonNull(all.get(slot.id())));
            }
        }
        return found;
    }

    /// When the oldest of this kind came into it, of those that came later than a moment.
    public Optional<Instant> next(Instance.Kind kind, Instant after) {
        var first = Optional.<Instant>empty();
        for (var entry : index.entrySet()) {
            if (entry.getKey().kind() != kind) continue;
            var slot = entry.getValue().ceiling(Slot.firstAfter(after));
            if (slot == null) continue;
            if (first.isEmpty() || slot.since().isBefore(first.get()))
                first = Optional.of(slot.since());
        }
        return first;
    }

    /// When the youngest of this kind came into it.
    public Optional<Instant> newest(Instance.Kind kind) {
        var last = Optional.<Instant>empty();
        for (var entry : index.entrySet()) {
            if (entry.getKey().kind() != kind) continue;
            var since = entry.getValue().last().since();
            if (last.isEmpty() || since.isAfter(last.get())) last = Optional.of(since);
        }
        return last;
    }

    /// Up to `max` of this kind and such a configuration, youngest or oldest first.
    public List<Instance> pick(
            Instance.Kind kind, Predicate<Version> config, int max, boolean youngestFirst) {
        var keys =
                index.entrySet().stream()
                        .filter(entry ->
                                entry.getKey().kind() == kind
                                        && config.test(entry.getKey().config()))
                        .toList();
        if (keys.isEmpty() || max <= 0) return List.of();
        return keys.stream()
                .flatMap(entry ->
                        (youngestFirst ? entry.getValue().descendingSet() : entry.getValue())
                                .stream().limit(max))
                .sorted(youngestFirst ? Comparator.<Slot>reverseOrder() : Comparator.naturalOrder())
                .limit(max)
                .map(slot -> Objects.requireNonNull(all.get(slot.id())))
                .toList();
    }
}
