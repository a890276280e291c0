package io.dromos.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.events.AppId;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.schema.Upcasters.Upcaster;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class UpcastersTest {

    private static final byte[] ORIGIN = "{\"principal\":\"system:test\"}".getBytes(UTF_8);
    private static final Set<String> TODAY = EventNames.all().keySet();

    @Test
    void an_event_of_an_old_name_passes_every_upcaster_up_to_todays_form() {
        var codec =
                new EventCodec(
                        new Upcasters(
                                Map.of(
                                        "app.gone.v1",
                                        new Upcaster(
                                                "app.gone.v2",
                                                tree -> {
                                                    var node = (ObjectNode) tree;
                                                    return node.set("app", node.remove("id"));
                                                }),
                                        "app.gone.v2",
                                        new Upcaster(
                                                "app.removed.v1",
                                                tree ->
                                                        ((ObjectNode) tree)
                                                                .put(
                                                                        "at",
                                                                        "1970-01-01T00:00:00Z"))),
                                TODAY));
        var decoded = codec.decode("app.gone.v1", "{\"id\":\"/prod/web\"}".getBytes(UTF_8), ORIGIN);
        assertThat(decoded.fact())
                .isEqualTo(new ApplicationFact.Removed(new AppId("/prod/web"), Instant.EPOCH));
    }

    @Test
    void an_upcaster_that_leaves_something_out_makes_the_event_unreadable_under_its_stored_name() {
        var codec =
                new EventCodec(
                        new Upcasters(
                                Map.of("app.gone.v1", new Upcaster("app.removed.v1", same())),
                                TODAY));
        assertThatThrownBy(() -> codec.decode("app.gone.v1", "{}".getBytes(UTF_8), ORIGIN))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("'app.gone.v1'");
    }

    @Test
    void a_name_written_today_takes_no_upcaster() {
        var table = Map.of("app.removed.v1", new Upcaster("app.removed.v2", same()));
        assertThatThrownBy(() -> new Upcasters(table, TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app.removed.v1");
    }

    @Test
    void upcasters_that_lead_nowhere_or_in_a_circle_are_refused() {
        assertThatThrownBy(() -> new Upcasters(Map.of("a.v1", new Upcaster("a.v2", same())), TODAY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Upcasters(
                                Map.of(
                                        "a.v1", new Upcaster("a.v2", same()),
                                        "a.v2", new Upcaster("a.v1", same())),
                                TODAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UnaryOperator<com.fasterxml.jackson.databind.JsonNode> same() {
        return UnaryOperator.identity();
    }
}
