package io.dromos.feed.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.feed.Event;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goldens are messages as they once were published, by the names of the stored facts: they are
/// added, never edited.
class MessagesTest {

    private static final Path PUBLISHED = Path.of("src/test/resources/published");

    private final Messages messages = new Messages(Topics.STANDARD, URI.create("/dromos"));

    static List<Path> goldens() throws IOException {
        return Goldens.files();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void what_was_once_stored_is_published_as_it_ever_was(Path golden) throws IOException {
        var event = Goldens.event(golden);
        var name = golden.getFileName().toString();
        var message = messages.of(event);
        assertThat(message.isPresent()).isEqualTo(name.matches("(app|deployment)\\..*"));
        if (message.isEmpty()) return;
        var text = new String(message.get().record().value(), UTF_8);
        var published = PUBLISHED.resolve(name);
        assertThat(published)
                .as("%s is not there. Add it with this line:%n%s", name, text)
                .exists();
        assertThat(text + "\n").isEqualTo(Files.readString(published));
    }

    @Test
    void each_fact_goes_to_the_topic_of_its_kind_under_the_key_of_its_owner() throws IOException {
        var task = of("app.task-observed.v1").record();
        assertThat(task.topic()).isEqualTo("dromos.tasks");
        assertThat(task.key()).isEqualTo("/prod/web");
        assertThat(task.headers().lastHeader("content-type").value())
                .isEqualTo("application/cloudevents+json".getBytes(UTF_8));
        assertThat(task.timestamp()).as("the broker's time").isNull();
        var deployment = of("deployment.finished.v1").record();
        assertThat(deployment.topic()).isEqualTo("dromos.deployments");
        assertThat(deployment.key()).isEqualTo("5ed4c0c5-9ff8-4a6f-a0cd-f57f59a34b43");
    }

    @Test
    void control_characters_of_an_origin_do_not_reach_an_attribute() throws IOException {
        var event = Goldens.event(golden("app.removed.v1"));
        var fact = event.recorded().orElseThrow().fact();
        var origin = Origin.system("x").because("two\nlines\u0085");
        var told = new Event(event.stored(), Optional.of(new Recorded(fact, origin)));
        assertThat(messages.of(told).orElseThrow().event().getExtension("cause"))
                .isEqualTo("two lines ");
    }

    @Test
    void topics_must_differ_and_have_names_that_kafka_takes() {
        assertThatThrownBy(() -> new Topics("a", "a", "b")).hasMessageContaining("must differ");
        for (var name : List.of("", "..", "a b", "x".repeat(250)))
            assertThatThrownBy(() -> new Topics("a", name, "b"))
                    .hasMessage("'%s' is no name of a topic".formatted(name));
    }

    @Test
    void what_the_promises_rest_on_cannot_be_set_and_the_rest_reaches_the_clients() {
        var security = Map.of("security.protocol", "SASL_SSL", "linger.ms", "20", "my.own", "1");
        var settings = new KafkaSettings("a:1", Topics.STANDARD, URI.create("/dromos"), security);
        assertThat(settings.producer()).containsAllEntriesOf(security);
        assertThat(settings.consumer())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("my.own", "1")
                .doesNotContainKey("linger.ms");
        assertThatThrownBy(() ->
                        new KafkaSettings(
                                "a:1", Topics.STANDARD, URI.create("/dromos"), Map.of("acks", "1")))
                .hasMessage("acks cannot be set: the publisher sets it");
    }

    private Message of(String name) throws IOException {
        return messages.of(Goldens.event(golden(name))).orElseThrow();
    }

    private static Path golden(String name) throws IOException {
        return Goldens.files().stream()
                .filter(it -> it.getFileName().toString().equals(name + ".json"))
                .findFirst()
                .orElseThrow();
    }
}
