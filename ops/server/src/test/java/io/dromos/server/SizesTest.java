package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

    @AfterEach
    void clear() {
        System.clearProperty(Sizes.CHECKPOINT_RECORDS);
        System.clearProperty(Sizes.SEGMENT_BYTES);
    }

    @Test
    void a_process_of_which_nothing_is_said_has_the_standard_ones() {
        assertThat(Sizes.asSet()).isEqualTo(new Sizes(50_000, 64 << 20));
    }

    @Test
    void what_is_set_for_a_test_counts() {
        System.setProperty(Sizes.CHECKPOINT_RECORDS, "50");
        System.setProperty(Sizes.SEGMENT_BYTES, "65536");
        assertThat(Sizes.asSet()).isEqualTo(new Sizes(50, 65_536));
    }

    @ParameterizedTest
    @CsvSource({
        "dromos.checkpoint.records,0",
        "dromos.checkpoint.records,many",
        "dromos.segment.bytes,8191",
        "dromos.segment.bytes,1073741825"
    })
    void what_cannot_be_refuses_the_start_with_what_is_wanted(String property, String value) {
        System.setProperty(property, value);
        assertThatThrownBy(Sizes::asSet)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("-D" + property + "=" + value + ": wants a whole number");
    }
}
