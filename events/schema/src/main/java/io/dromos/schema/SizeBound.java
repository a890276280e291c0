package io.dromos.schema;

import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.ApplicationFact.Placement;
import io.dromos.events.facts.Fact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How many bytes a fact takes at most, counted without writing it.
///
/// Every launch brings several of these facts about, and each is measured before it is written: to
/// write it twice for that would cost more than all else that is done about it.
final class SizeBound {

    /// More than the names of a fact's properties take together with its times, numbers and
    /// constants.
    private static final int REST = 640;

    private SizeBound() {}

    /// The bound of a fact of a task's life; nothing of others, which are rare.
    static OptionalInt of(Fact fact) {
        if (fact instanceof ApplicationFact.InstancePlanned it)
            return sum(it.app(), it.instance(), text(it.task().value()) + place(it.placement()));
        if (fact instanceof ApplicationFact.TaskObserved it)
            return sum(
                    it.app(),
                    it.task().instance(),
                    text(it.task().value())
                            + text(it.reason())
                            + text(it.message())
                            + texts(it.ips()));
        if (fact instanceof ApplicationFact.KillRequested it)
            return sum(it.app(), it.instance(), text(it.why()));
        if (fact instanceof ApplicationFact.InstanceForgotten it)
            return sum(it.app(), it.instance(), 0);
        return OptionalInt.empty();
    }

    /// The bound of an origin.
    static int of(Origin origin) {
        return REST
                + text(origin.principal())
                + text(origin.address())
                + text(origin.requestId())
                + text(origin.cause())
                + text(origin.reason());
    }

    private static OptionalInt sum(AppId app, InstanceId instance, int more) {
        return OptionalInt.of(REST + text(app.path()) + text(instance.value()) + more);
    }

    private static int place(Placement place) {
        int bytes =
                text(place.agent().value())
                        + text(place.host())
                        + text(place.ip())
                        + text(place.region())
                        + text(place.zone())
                        + 12 * place.hostPorts().size();
        for (var attribute : place.attributes().entrySet())
            bytes += text(attribute.getKey()) + text(attribute.getValue()) + 2;
        return bytes;
    }

    private static int texts(List<String> texts) {
        int bytes = 0;
        for (var text : texts) bytes += text(text) + 1;
        return bytes;
    }

    private static int text(Optional<String> text) {
        return text.isPresent() ? text(text.get()) : 0;
    }

    /// What a text takes with its quotes: a character that is escaped and each of a pair of
    /// surrogates six bytes, others beyond ASCII three.
    private static int text(String text) {
        int bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next < ' ' || next == '"' || next == '\\') bytes += 6;
            else if (Character.isSurrogate(next)) bytes += 6;
            else bytes += next < 128 ? 1 : 3;
        }
        return bytes;
    }
}
