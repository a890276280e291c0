package io.dromos.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupsTest {

    @Test
    void a_value_that_no_instance_has_costs_no_look_at_those_they_have() {
        var groups = new Groups(new Counting(Map.of("host1", 1, "host2", 3)));
        assertThat(groups.count("host1")).isEqualTo(1);
        assertThat(groups.count("host2")).isEqualTo(3);
        assertThat(groups.count("host3")).isZero();
        groups.add("host3");
        groups.add("host2");
        assertThat(groups.count("host3")).isEqualTo(1);
        assertThat(groups.count("host2")).isEqualTo(4);
        assertThat(groups.groups()).isEqualTo(3);
        assertThat(groups.smallest()).isEqualTo(1);
    }

    /// As the persistent map it stands for: to ask whether a key is there is to look through all.
    private static final class Counting extends AbstractMap<String, Integer> {
        private final Map<String, Integer> counts;

        Counting(Map<String, Integer> counts) {
            this.counts = counts;
        }

        @Override
        public @Nullable Integer get(Object key) {
            return counts.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            throw new AssertionError("It looks through all for " + key);
        }

        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return counts.entrySet();
        }
    }
}
