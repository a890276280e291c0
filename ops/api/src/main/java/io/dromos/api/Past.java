package io.dromos.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dromos.feed.View;
import io.dromos.json.Fragments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Shows what was at a moment of the past, in the words in which the present is shown.
///
/// What the server's checks found is not in the log until it decides something, so that the past
/// shows no results of checks.
final class Past {

    /// A moment and everything at it.
    ///
    /// @param at when its last record was committed; absent before the first one
    record Moment(View view, Optional<Instant> at) {

        /// Writes which moment it is as a field.
        void write(JsonGenerator out, String name) throws IOException {
            out.writeObjectFieldStart(name);
            out.writeNumberField("offset", view.offset());
            if (at.isPresent()) out.writeStringField("time", at.get().toString());
            out.writeEndObject();
        }
    }

    /// `{"at":…,"app":…}` as `/v2/apps/{id}` showed it then.
    Reply app(Moment moment, String id) {
        var view = moment.view();
        var definition = AppReads.definition(view, id);
        if (definition.isEmpty())
            return Reply.missing(
                    "App '%s' did not exist at offset %d".formatted(id, view.offset()));
        var pages = new AppPages(Checks.NONE);
        var page = pages.single(view, definition.get(), Set.of(), time(moment));
        return Reply.ok(joined(moment, page));
    }

    /// `{"at":…,"apps":[…],"deployments":[…],"agents":[…]}`.
    Reply cluster(Moment moment) {
        var view = moment.view();
        var embeds = Set.of(Embed.TASKS, Embed.DEPLOYMENTS, Embed.COUNTS);
        var apps = new AppPages(Checks.NONE).list("apps", view, _ -> true, embeds, time(moment));
        var rest =
                Fragments.object(out -> {
                    out.writeArrayFieldStart("deployments");
                    for (var open : view.catalog().state().open().values()) {
                        out.writeStartObject();
                        out.writeStringField("id", open.id().value());
                        out.writeStringField("version", open.version().toString());
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                    out.writeArrayFieldStart("agents");
                    for (var agent : view.framework().state().agents().entrySet()) {
                        out.writeStartObject();
                        out.writeStringField("id", agent.getKey().value());
                        out.writeStringField("host", agent.getValue().host());
                        out.writeStringField("ip", agent.getValue().ip());
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                });
        return Reply.ok(joined(moment, continued(apps, rest)));
    }

    private static Instant time(Moment moment) {
        return moment.at().orElse(Instant.EPOCH);
    }

    private static byte[] joined(Moment moment, byte[] object) {
        return continued(Fragments.object(out -> moment.write(out, "at")), object);
    }

    /// One object with the fields of both, neither of which is empty.
    private static byte[] continued(byte[] first, byte[] second) {
        var out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(Arrays.copyOf(first, first.length - 1));
        out.write(',');
        out.writeBytes(Arrays.copyOfRange(second, 1, second.length));
        return out.toByteArray();
    }
}
