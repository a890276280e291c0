package io.dromos.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documents for consumers say of each fact what is written. They are made from the records of
/// the facts: with `-Ddromos.schemas=write` this test writes them instead.
class PublishedSchemasTest {

    private static final Path DOCUMENTS = Path.of("src/main/resources/io/dromos/schema");
    private static final boolean WRITE = "write".equals(System.getProperty("dromos.schemas"));
    private static final JsonMapper JSON = new JsonMapper();
    private static final Descriptions DESCRIPTIONS = new Descriptions();

    static List<String> names() {
        return EventNames.all().keySet().stream()
                .filter(name -> name.startsWith("app.") || name.startsWith("deployment."))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_published_fact_has_the_schema_of_its_record(String name) throws IOException {
        var type = Objects.requireNonNull(EventNames.all().get(name));
        assertIs("facts/" + name + ".json", FactSchemas.of(name, type, DESCRIPTIONS));
    }

    @Test
    void the_asyncapi_document_names_every_published_fact() throws IOException {
        assertIs("asyncapi.json", AsyncApi.of(names()));
    }

    private static void assertIs(String document, JsonNode made) throws IOException {
        var file = DOCUMENTS.resolve(document);
        var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n";
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("%s is not what the facts say: write it with -Ddromos.schemas=write", document)
                .content()
                .isEqualTo(text);
    }
}
