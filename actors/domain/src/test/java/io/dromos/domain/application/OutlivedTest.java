package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.UpgradeStrategy;
import io.dromos.events.state.Outlived;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlivedTest {

    private final ApplicationWorld world = new ApplicationWorld();

    @Test
    void a_definition_is_kept_for_as_long_as_an_instance_has_it() {
        begin("old", 2);
        var old = config();
        begin("new", 2);
        assertThat(outlived()).containsOnlyKeys(old);
        assertThat(name(old)).contains("old");
        assertThat(name(config())).contains("new");

        world.settle(new Random(1));

        assertThat(outlived()).isEmpty();
        assertThat(name(old)).isEmpty();
        assertThat(name(config())).contains("new");
    }

    @Test
    void a_definition_survives_that_its_application_is_removed_and_made_anew() {
        begin("old", 1);
        var old = config();
        world.remove();
        assertThat(name(old)).contains("old");
        begin("new", 1);
        assertThat(name(old)).contains("old");
    }

    @Test
    void nothing_is_kept_of_an_application_that_is_gone() {
        begin("old", 2);
        world.remove();
        world.settle(new Random(1));
        assertThat(world.state.rollout().removed()).isTrue();
        assertThat(outlived()).isEmpty();
    }

    @Test
    void a_change_of_the_number_of_instances_outlives_nothing() {
        begin("old", 1);
        world.change(3, false);
        assertThat(outlived()).isEmpty();
        assertThat(name(config())).contains("old");
    }

    @Test
    void a_definition_that_nobody_ever_had_is_not_kept() {
        world.labels = Map.of("name", "first");
        world.change(1, true);
        world.change(1, true);
        assertThat(outlived()).isEmpty();
    }

    @Test
    void of_too_many_definitions_the_oldest_are_forgotten() {
        world.upgrade = new UpgradeStrategy(1, 1);
        int count = Outlived.MAX + 3;
        var first = Optional.<Version>empty();
        for (int i = 1; i <= count; i++) {
            begin("v" + i, count);
            if (first.isEmpty()) first = Optional.of(config());
        }
        assertThat(outlived()).hasSize(Outlived.MAX);
        assertThat(name(first.orElseThrow())).isEmpty();
        assertThat(name(config())).contains("v" + count);
    }

    /// Changes it to this many instances of a definition of this name, of which one runs at once.
    private void begin(String name, int instances) {
        world.labels = Map.of("name", name);
        world.change(instances, true);
        world.launch(1);
        world.alive().forEach(task -> world.tell(task, TaskState.RUNNING));
    }

    private Version config() {
        return world.state.config().orElseThrow();
    }

    private Map<Version, ApplicationSpec> outlived() {
        return world.state.rollout().outlived().specs();
    }

    private Optional<String> name(Version config) {
        return world.state
                .rollout()
                .definition(config)
                .flatMap(spec -> Optional.ofNullable(spec.labels().get("name")));
    }
}
