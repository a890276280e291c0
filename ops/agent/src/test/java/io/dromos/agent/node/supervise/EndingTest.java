package io.dromos.agent.node.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {
    @ParameterizedTest
    @CsvSource({
        "0,Command exited with status 0",
        "3,Command exited with status 3",
        "127,Command exited with status 127",
        "128,Command exited with status 128",
        "129,Command terminated with signal Hangup",
        "130,Command terminated with signal Interrupt",
        "137,Command terminated with signal Killed",
        "139,Command terminated with signal Segmentation fault",
        "143,Command terminated with signal Terminated",
        "168,Command terminated with signal Unknown signal 40",
        "255,Command exited with status 255"
    })
    void an_ending_is_told_in_the_words_of_mesos(int status, String text) {
        assertThat(new Ending(status).describeCommand()).isEqualTo(text);
    }

    @Test
    void a_container_has_only_statuses() {
        assertThat(new Ending(137).describeContainer())
                .isEqualTo("Container exited with status 137");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "3 4", "99999999999"})
    void what_is_no_number_is_no_ending(String text) {
        assertThat(Ending.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 (sh) S 1 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 777 8 9 | 777",
                "12 (a) b (c)) R 1 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 778 8 9 | 778"
            })
    void a_process_name_may_hold_spaces_and_parentheses(String stat, long start) {
        assertThat(ProcessIdentity.fromStat(12, stat)).contains(new ProcessIdentity(12, start));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12 (sh) Z 1 12 12 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 777 8 9",
                "12 (sh) S 1",
                ""
            })
    void a_zombie_is_gone(String stat) {
        assertThat(ProcessIdentity.fromStat(12, stat)).isEmpty();
    }

    @Test
    void a_process_with_the_same_number_and_another_start_is_another() {
        var me = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        assertThat(me.isAlive()).isTrue();
        assertThat(new ProcessIdentity(me.pid(), me.startTime() + 1).isAlive()).isFalse();
    }
}
