package io.dromos.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.Origin;
import io.dromos.events.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private static final Path VOCABULARY = Path.of("src/test/resources/vocabulary.txt");

    @Test
    void no_property_or_constant_of_a_stored_fact_changes_unseen() throws IOException {
        var text = Shape.of(stored()).text();
        assertThat(text)
                .as(
                        "What stored facts are made of has changed. Only new optional properties and new "
                                + "constants are free; then put this text into %s. Anything else needs a "
                                + "new name and an upcaster.",
                        VOCABULARY)
                .isEqualTo(Files.readString(VOCABULARY));
    }

    @Test
    void every_case_inside_a_stored_fact_has_a_name_for_ever() {
        assertThat(Shape.of(stored()).types())
                .filteredOn(type -> type.isSealed())
                .flatExtracting(type -> List.of(type.getPermittedSubclasses()))
                .isSubsetOf(TypeNames.STORED.keySet())
                .isNotEmpty();
        assertThat(TypeNames.STORED.values()).doesNotHaveDuplicates();
    }

    @Test
    void another_component_or_form_makes_another_fingerprint() {
        assertThat(Shape.of(List.of(Origin.class)).fingerprint("one"))
                .isEqualTo(Shape.of(List.of(Origin.class)).fingerprint("one"))
                .isNotEqualTo(Shape.of(List.of(Origin.class)).fingerprint("another"))
                .isNotEqualTo(Shape.of(List.of(State.class)).fingerprint("one"))
                .matches("[0-9a-f]{64}");
        assertThat(Shape.of(List.of(State.class)).text())
                .contains("io.dromos.events.state.ApplicationState(app: io.dromos.events.AppId, ")
                .contains("io.dromos.events.TaskState [STAGING, ")
                .contains("io.dromos.events.facts.Target = ");
    }

    @Test
    void a_type_without_a_shape_is_refused() {
        assertThatThrownBy(() -> Shape.of(List.of(io.dromos.events.PersistenceIds.class)).text())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Class<?>> stored() {
        var roots = new ArrayList<Class<?>>(EventNames.all().values());
        roots.add(Origin.class);
        return roots;
    }
}
