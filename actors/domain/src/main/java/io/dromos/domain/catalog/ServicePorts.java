package io.dromos.domain.catalog;

import io.dromos.domain.Limits;
import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.state.CatalogState.Definition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives service ports where a definition leaves them open: the lowest free one of the range, each
/// once in the cluster, the application's former ones first.
///
/// A port that a request names may be shared; one that a restored definition had may have been
/// given to another application since, and is then given anew.
final class ServicePorts {

    private final Limits limits;
    private final BitSet taken = new BitSet();

    private ServicePorts(Limits limits) {
        this.limits = limits;
    }

    /// What assigning comes to.
    sealed interface Result {}

    /// Every definition has its ports.
    record Assigned(Map<AppId, ApplicationSpec> specs) implements Result {}

    /// There were not enough free ports.
    record Taken() implements Result {}

    static Result assign(
            Map<AppId, Definition> apps,
            Map<AppId, Optional<ApplicationSpec>> wanted,
            Set<AppId> restored,
            Limits limits) {
        var ports = new ServicePorts(limits);
        boolean open =
                wanted.values().stream()
                        .anyMatch(spec -> spec.filter(ServicePorts::isOpen).isPresent());
        if (!open && restored.isEmpty()) return new Assigned(present(wanted));
        for (var app : apps.values())
            if (wanted.getOrDefault(app.app(), Optional.of(app.spec())).isPresent()
                    && !restored.contains(app.app())) of(app.spec()).forEach(ports.taken::set);
        wanted.forEach((app, spec) -> {
            if (!restored.contains(app))
                spec.ifPresent(value -> of(value).forEach(ports.taken::set));
        });
        return ports.assignAll(apps, ports.reopened(wanted, restored));
    }

    private Map<AppId, Optional<ApplicationSpec>> reopened(
            Map<AppId, Optional<ApplicationSpec>> wanted, Set<AppId> restored) {
        Map<AppId, Optional<ApplicationSpec>> result = Catalog.ordered();
        wanted.forEach((app, spec) ->
                result.put(app, restored.contains(app) ? spec.map(this::reopen) : spec));
        for (var app : restored)
            result.getOrDefault(app, Optional.empty())
                    .ifPresent(spec -> of(spec).forEach(taken::set));
        return result;
    }

    private ApplicationSpec reopen(ApplicationSpec spec) {
        var definitions =
                spec.portDefinitions().stream()
                        .map(definition ->
                                taken.get(definition.port()) ? definition.withPort(0) : definition)
                        .toList();
        var mappings =
                mappings(spec).stream()
                        .map(mapping ->
                                taken.get(mapping.servicePort())
                                        ? mapping.withServicePort(0)
                                        : mapping)
                        .toList();
        return spec.withPorts(
                definitions,
                spec.container().map(container -> container.withPortMappings(mappings)));
    }

    private Result assignAll(
            Map<AppId, Definition> apps, Map<AppId, Optional<ApplicationSpec>> wanted) {
        Map<AppId, ApplicationSpec> specs = Catalog.ordered();
        for (var entry : wanted.entrySet()) {
            if (entry.getValue().isEmpty()) continue;
            var before = Optional.ofNullable(apps.get(entry.getKey())).map(Definition::spec);
            var assigned = assign(entry.getValue().get(), before);
            if (assigned.isEmpty()) return new Taken();
            specs.put(entry.getKey(), assigned.get());
        }
        return new Assigned(specs);
    }

    private Optional<ApplicationSpec> assign(
            ApplicationSpec spec, Optional<ApplicationSpec> before) {
        var former = new ArrayList<>(before.map(ServicePorts::of).orElse(List.of()));
        former.removeAll(of(spec));
        var definitions = new ArrayList<PortDefinition>();
        for (var definition : spec.portDefinitions()) {
            int port = definition.port() != 0 ? definition.port() : next(former);
            if (port < 0) return Optional.empty();
            definitions.add(definition.withPort(port));
        }
        var mappings = new ArrayList<PortMapping>();
        for (var mapping : mappings(spec)) {
            int port = mapping.servicePort() != 0 ? mapping.servicePort() : next(former);
            if (port < 0) return Optional.empty();
            mappings.add(mapping.withServicePort(port));
        }
        return Optional.of(
                spec.withPorts(
                        definitions,
                        spec.container().map(container -> container.withPortMappings(mappings))));
    }

    private int next(List<Integer> former) {
        if (!former.isEmpty()) return former.removeFirst();
        int port = taken.nextClearBit(limits.servicePortMin());
        if (port >= limits.servicePortMax()) return -1;
        taken.set(port);
        return port;
    }

    private static boolean isOpen(ApplicationSpec spec) {
        return of(spec).size() < spec.portDefinitions().size() + mappings(spec).size();
    }

    /// The service ports a definition has, in order, open ones left out.
    private static List<Integer> of(ApplicationSpec spec) {
        var ports = new ArrayList<Integer>();
        for (var definition : spec.portDefinitions()) ports.add(definition.port());
        for (var mapping : mappings(spec)) ports.add(mapping.servicePort());
        ports.removeIf(port -> port == 0);
        return ports;
    }

    private static List<PortMapping> mappings(ApplicationSpec spec) {
        return spec.container().map(container -> container.portMappings()).orElse(List.of());
    }

    private static Map<AppId, ApplicationSpec> present(
            Map<AppId, Optional<ApplicationSpec>> wanted) {
        Map<AppId, ApplicationSpec> specs = Catalog.ordered();
        wanted.forEach((app, spec) -> spec.ifPresent(value -> specs.put(app, value)));
        return specs;
    }
}
