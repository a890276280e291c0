package io.dromos.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.facts.Fact;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventNamesTest {

    private static final Map<String, String> FAMILIES =
            Map.of(
                    "CatalogFact", "catalog",
                    "ApplicationFact", "app",
                    "DeploymentFact", "deployment",
                    "FrameworkFact", "framework");

    @ParameterizedTest
    @MethodSource("factTypes")
    void every_fact_has_a_name_of_its_family(Class<? extends Fact> type) {
        String family = FAMILIES.get(type.getDeclaringClass().getSimpleName());
        assertThat(EventNames.of(type)).matches(family + "\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*");
    }

    @Test
    void every_name_stands_for_one_fact() {
        assertThat(EventNames.all().values())
                .containsExactlyInAnyOrderElementsOf(factTypes().toList());
    }

    @Test
    void every_sample_type_is_there_once() {
        assertThat(SampleFacts.ALL.stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(factTypes().toList());
    }

    @Test
    void what_has_no_name_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> EventNames.of(Fact.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EventNames");
    }

    static Stream<Class<? extends Fact>> factTypes() {
        return leaves(Fact.class).map(type -> type.asSubclass(Fact.class));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventNamesTest::leaves)
                : Stream.of(type);
    }
}
