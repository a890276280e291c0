package io.dromos.server;

import io.dromos.discovery.DnsServer;
import io.dromos.discovery.HostResolvers;
import io.dromos.discovery.Naming;
import io.dromos.discovery.Rendering;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.feed.Event;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The name server, kept in step with the views: an answer shows what the last event brought.
final class Names implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final DnsServer server;
    private final Naming naming;
    private final Views.Listening listening;

    private Names(DnsServer server, Naming naming, Views views) {
        this.server = server;
        this.naming = naming;
        this.listening =
                views.listen((_, after, events) -> {
                    if (concernsTasks(events)) show(after);
                });
        show(listening.since());
    }

    /// Listens where it must and where it can.
    ///
    /// @param required `address:port`, each must be bound
    /// @param optional `address:port`, left out with a warning if it cannot be bound
    /// @throws StartRefused naming the address that cannot be bound
    static Names start(
            List<String> required, List<String> optional, String framework, Views views) {
        var bindings = new ArrayList<InetSocketAddress>();
        for (var text : required) bindings.add(address(text));
        for (var text : optional) {
            var binding = address(text);
            if (canBind(binding)) bindings.add(binding);
            else LOG.warn("Names are not answered at {}: it cannot be bound", text);
        }
        try {
            var server = DnsServer.start(bindings, new HostResolvers());
            var addresses = server.addresses().stream().map(InetSocketAddress::getAddress).toList();
            return new Names(server, Naming.of(framework).servedAt(addresses), views);
        } catch (IOException e) {
            throw new StartRefused("The name server cannot start: " + e.getMessage(), e);
        }
    }

    private static boolean concernsTasks(List<Event> events) {
        return events.stream()
                .flatMap(event -> event.recorded().stream())
                .anyMatch(recorded -> recorded.fact() instanceof ApplicationFact);
    }

    /// Rendering walks through all tasks, so it waits for somebody who asks.
    private void show(View view) {
        server.update(
                naming.domain(), () -> Rendering.render(TaskNames.of(view), naming, view.offset()));
    }

    /// Where names are answered.
    List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    private static boolean canBind(InetSocketAddress binding) {
        try (var probe = DnsServer.start(List.of(binding), List::of)) {
            return !probe.addresses().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0)
                return new InetSocketAddress(
                        Objects.requireNonNull(text.substring(0, colon)),
                        Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            // said below, as for a missing colon
        }
        throw new StartRefused("--dns wants ADDRESS:PORT, not '" + text + "'");
    }

    @Override
    public void close() {
        listening.close();
        server.close();
    }
}
