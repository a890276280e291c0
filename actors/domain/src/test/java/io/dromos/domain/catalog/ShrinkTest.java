package io.dromos.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.facts.CatalogFact.ApplicationAdmitted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Fewer instances, and who is to go: one change.
class ShrinkTest extends GroupEditsFixture {

    private static final AppId APP = new AppId("/web");

    @Test
    void who_is_to_go_is_part_of_the_admission_and_of_what_is_adopted() {
        done(new Edit.Create(APP, command("x").withInstances(3)));
        var named = named(2);
        done(new Edit.Shrink(APP, 2, named));
        var definition = Objects.requireNonNull(state.apps().get(APP));
        assertThat(definition.spec().instances()).isEqualTo(1);
        assertThat(definition.target().victims()).contains(named);
        done(new Edit.Update(APP, ApplicationPatch.scaledTo(3), false, false));
        assertThat(Objects.requireNonNull(state.apps().get(APP)).target().victims()).isEmpty();
    }

    @Test
    void where_nobody_is_named_nobody_is_admitted() {
        done(new Edit.Create(APP, command("x").withInstances(3)));
        done(new Edit.Shrink(APP, 1));
        assertThat(log)
                .filteredOn(ApplicationAdmitted.class::isInstance)
                .allSatisfy(fact ->
                        assertThat(((ApplicationAdmitted) fact).victims())
                                .isEqualTo(Optional.empty()));
    }

    @Test
    void no_more_are_named_than_go_into_a_fact() {
        done(new Edit.Create(APP, command("x").withInstances(1_000)));
        done(new Edit.Shrink(APP, 1_000, named(Edit.Shrink.VICTIMS_MAX + 1)));
        assertThat(Objects.requireNonNull(state.apps().get(APP)).victims().orElseThrow())
                .hasSize(Edit.Shrink.VICTIMS_MAX);
    }

    private static List<InstanceId> named(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> InstanceId.of(APP, "%08d".formatted(number)))
                .toList();
    }
}
