package io.dromos.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.Recorded;
import io.dromos.events.facts.ApplicationFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LatelyTest {

    private final Lately<Integer> lately = new Lately<>(16);

    @Test
    void equal_bytes_of_the_same_name_stand_for_the_same() {
        lately.put("a", bytes("{}"), 1);
        assertThat(lately.find("a", bytes("{}"))).contains(1);
        assertThat(lately.find("b", bytes("{}"))).isEmpty();
        assertThat(lately.find("a", bytes("{ }"))).isEmpty();
    }

    @Test
    void of_many_some_are_forgotten_and_none_is_mistaken_for_another() {
        int found = 0;
        for (int i = 0; i < 1_000; i++) lately.put("a", bytes("" + i), i);
        for (int i = 0; i < 1_000; i++) {
            var value = lately.find("a", bytes("" + i));
            if (value.isEmpty()) continue;
            assertThat(value).contains(i);
            found++;
        }
        assertThat(found).isBetween(1, 16);
    }

    @Test
    void long_ones_are_not_remembered() {
        var longest = new byte[Lately.BYTES_MAX];
        lately.put("a", longest, 1);
        lately.put("a", new byte[Lately.BYTES_MAX + 1], 2);
        assertThat(lately.find("a", longest.clone())).contains(1);
        assertThat(lately.find("a", new byte[Lately.BYTES_MAX + 1])).isEmpty();
    }

    @Test
    void one_of_no_size_remembers_nothing() {
        var none = new Lately<Integer>(0);
        none.put("a", bytes("{}"), 1);
        assertThat(none.find("a", bytes("{}"))).isEmpty();
    }

    @Test
    void a_size_that_is_no_power_of_two_is_refused() {
        assertThatThrownBy(() -> new Lately<Integer>(3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// What is remembered is what reading would give: another codec, which wrote nothing, reads.
    @ParameterizedTest
    @FieldSource("io.dromos.schema.SampleFacts#ALL")
    void a_fact_read_by_who_wrote_it_is_the_one_that_anybody_reads(
            io.dromos.events.facts.Fact fact) {
        var writer = EventCodec.remembering();
        var encoded = writer.encode(SampleFacts.recorded(fact));
        var anybody = new EventCodec().decode(encoded.name(), encoded.payload(), encoded.origin());
        for (int i = 0; i < 2; i++)
            assertThat(writer.decode(encoded.name(), encoded.payload(), encoded.origin()))
                    .isEqualTo(anybody);
    }

    @Test
    void facts_of_two_kinds_that_look_the_same_are_told_apart() {
        var codec = EventCodec.remembering();
        var removed = new ApplicationFact.Removed(SampleFacts.APP, SampleFacts.AT);
        var reset = new ApplicationFact.DelayReset(SampleFacts.APP, SampleFacts.AT);
        var first = codec.encode(new Recorded(removed, SampleFacts.ORIGIN));
        var second = codec.encode(new Recorded(reset, SampleFacts.ORIGIN));
        assertThat(first.payload()).isEqualTo(second.payload());
        assertThat(codec.decode(first.name(), first.payload(), first.origin()).fact())
                .isEqualTo(removed);
        assertThat(codec.decode(second.name(), second.payload(), second.origin()).fact())
                .isEqualTo(reset);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
