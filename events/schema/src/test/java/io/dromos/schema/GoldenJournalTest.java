package io.dromos.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dromos.events.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Goldens are events as they once were written: `NAME.json`, or `NAME~VARIANT.json` for further
/// ones. They are added, never edited.
class GoldenJournalTest {

    private static final Path GOLDENS = Path.of("src/test/resources/journal");
    private static final Path TOLERATED = GOLDENS.resolve("tolerated");

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @MethodSource("goldens")
    void what_was_once_written_still_reads(Path golden) throws IOException {
        read(golden);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void what_is_written_today_is_written_the_same_way_again(Path golden) throws IOException {
        String name = name(golden);
        if (!EventNames.all().containsKey(name)) return;
        var again = codec.encode(read(golden));
        assertThat(new String(again.payload(), UTF_8) + "\n")
                .as(
                        "%s is no longer written as it was. If the change is more than a new optional "
                                + "property, give the fact a new name and the old one an upcaster; "
                                + "a golden is never edited.",
                        name)
                .isEqualTo(Files.readString(golden));
        assertThat(again.name()).isEqualTo(name);
    }

    @Test
    void every_name_has_a_golden() {
        for (var fact : SampleFacts.ALL) {
            var encoded = codec.encode(SampleFacts.recorded(fact));
            assertThat(GOLDENS.resolve(encoded.name() + ".json"))
                    .as(
                            "%s has no golden. Add it with this line:%n%s",
                            encoded.name(), new String(encoded.payload(), UTF_8))
                    .exists();
        }
    }

    @Test
    void a_property_nobody_knows_is_passed_over() throws IOException {
        var golden = TOLERATED.resolve("app.task-observed.v1.json");
        assertThat(Files.readString(golden)).contains("\"unheardOf\"");
        assertThat(read(golden)).isEqualTo(read(GOLDENS.resolve(golden.getFileName())));
    }

    static List<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Recorded read(Path golden) throws IOException {
        String name = name(golden);
        byte[] origin = "{\"principal\":\"golden\",\"unheardOf\":1}".getBytes(UTF_8);
        try {
            return codec.decode(name, Files.readAllBytes(golden), origin);
        } catch (UnreadableEvent e) {
            return fail(
                    name
                            + " no longer reads. If old clusters may hold it, add an upcaster; "
                            + "a golden is never edited.",
                    e);
        }
    }

    private static String name(Path golden) {
        return golden.getFileName().toString().replaceFirst("(~[^~]*)?\\.json$", "");
    }
}
