package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import io.dromos.events.state.CatalogState.Past;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.PMap;
import org.pcollections.PVector;

/// Keeps what the last changes replaced, within bounds.
final class Revisions {

    private Revisions() {}

    /// One more change; the oldest are forgotten if there are too many.
    static PVector<Revision> begin(PVector<Revision> revisions, Version version) {
        int entries = revisions.stream().mapToInt(Revision::size).sum();
        var kept = revisions;
        while (kept.size() >= CatalogState.REVISIONS_MAX
                || (kept.size() > 1 && entries > CatalogState.REVISED_MAX)) {
            entries -= kept.get(0).size();
            kept = kept.minus(0);
        }
        return kept.plus(Revision.of(version));
    }

    static PVector<Revision> replacing(
            PVector<Revision> revisions, AppId app, Optional<Past> before) {
        return last(revisions, it -> it.replacing(app, before));
    }

    static PVector<Revision> regrouping(
            PVector<Revision> revisions, GroupId group, Optional<Group> before) {
        return last(revisions, it -> it.regrouping(group, before));
    }

    private static PVector<Revision> last(
            PVector<Revision> revisions, UnaryOperator<Revision> next) {
        int at = revisions.size() - 1;
        return revisions.with(at, next.apply(revisions.get(at)));
    }

    /// At most as many as are remembered.
    static <K, V> PMap<K, V> bounded(PMap<K, V> map) {
        return map.size() > CatalogState.RECENT_MAX
                ? map.minus(map.keySet().iterator().next())
                : map;
    }

    /// A definition's earlier versions, and this one.
    static PVector<CatalogState.Past> history(CatalogState.Definition definition) {
        var past = definition.past().plus(definition.present());
        return past.size() >= CatalogState.VERSIONS_MAX ? past.minus(0) : past;
    }
}
