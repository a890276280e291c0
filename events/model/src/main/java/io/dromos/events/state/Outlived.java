package io.dromos.events.state;

import io.dromos.events.Version;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.ApplicationSpec;
import java.util.HashSet;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Definitions that an application follows no more and its instances still have: by them the
/// instances are asked for their health, whatever the catalog has forgotten meanwhile.
///
/// @param specs the last definition of each configuration, at most [#MAX]
public record Outlived(PMap<Version, ApplicationSpec> specs) {

    /// How many are remembered: as many versions as the catalog keeps of a definition. The oldest
    /// is forgotten first.
    public static final int MAX = CatalogState.VERSIONS_MAX;

    /// None.
    static final Outlived NONE = new Outlived(TreePMap.empty());

    Optional<ApplicationSpec> find(Version config) {
        return Optional.ofNullable(specs.get(config));
    }

    /// With one that is followed no more; counts until [#trimmed] finds that nobody has it.
    Outlived plus(Target.Run left) {
        return new Outlived(specs.plus(left.info().lastConfigChangeAt(), left.spec()));
    }

    /// Without those that no instance has, and that which is followed.
    Outlived trimmed(Instances instances, Optional<Version> followed) {
        if (specs.isEmpty()) return this;
        var used = new HashSet<Version>();
        for (var key : instances.index().keySet()) used.add(key.config());
        followed.ifPresent(used::remove);
        var kept = specs;
        for (var config : specs.keySet()) if (!used.contains(config)) kept = kept.minus(config);
        while (kept.size() > MAX) kept = kept.minus(kept.keySet().iterator().next());
        return kept.size() == specs.size() ? this : new Outlived(kept);
    }
}
