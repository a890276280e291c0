package io.dromos.discovery;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// The names of a zone that stand above others: they exist, if only as empty ones (RFC 8020).
final class Parents {

    private final String domain;
    private final Set<String> found = new HashSet<>();

    Parents(String domain) {
        this.domain = domain;
    }

    Parents addAll(Collection<String> names) {
        names.forEach(this::add);
        return this;
    }

    Set<String> all() {
        return Set.copyOf(found);
    }

    private void add(String name) {
        int dot = name.indexOf('.');
        while (dot >= 0) {
            String parent = name.substring(dot + 1);
            if (parent.length() <= domain.length() || !found.add(parent)) {
                return; // the apex, or a name whose own parents are here already
            }
            dot = name.indexOf('.', dot + 1);
        }
    }
}
