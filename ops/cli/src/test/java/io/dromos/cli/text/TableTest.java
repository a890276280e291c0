package io.dromos.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static final Table TASKS =
            new Table("TASK", "STATE")
                    .row("web.instance-0001.app.1", "RUNNING")
                    .row("db", "STAGING");

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(TASKS.lines(OptionalInt.empty()))
                .containsExactly(
                        "TASK                     STATE",
                        "web.instance-0001.app.1  RUNNING",
                        "db                       STAGING");
    }

    @Test
    void the_widest_column_is_narrowed_and_says_so() {
        assertThat(TASKS.lines(OptionalInt.of(20)))
                .containsExactly(
                        "TASK         STATE", "web.instan…  RUNNING", "db           STAGING");
    }

    @Test
    void what_fits_exactly_is_left_whole() {
        assertThat(TASKS.lines(OptionalInt.of(32))).noneMatch(line -> line.contains("…"));
        assertThat(TASKS.lines(OptionalInt.of(31))).anyMatch(line -> line.contains("…"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_line_is_wider_than_the_terminal(long seed) {
        var random = new Random(seed);
        var table = new Table("A", "B", "C", "D");
        for (int i = 0; i < 20; i++)
            table.row(
                    "a".repeat(random.nextInt(60)),
                    "ä".repeat(random.nextInt(60)),
                    "\uD83D\uDE00".repeat(random.nextInt(20)),
                    random.nextInt());
        for (int width = Terminal.NARROWEST; width < 200; width += 7)
            for (var line : table.lines(OptionalInt.of(width)))
                assertThat(line.codePointCount(0, line.length()))
                        .as("seed %d, width %d: %s", seed, width, line)
                        .isLessThanOrEqualTo(width);
    }

    @Test
    void control_characters_do_not_reach_the_terminal() {
        var table = new Table("A").row("\u001b[2Jx\ny");
        assertThat(table.lines(OptionalInt.empty())).containsExactly("A", " [2Jx y");
    }

    @Test
    void what_people_copy_is_never_cut_and_other_columns_go_first() {
        var id = "web.instance-7882b7c5-9d0e-11f0-a1b2-0242ac110002._app.1";
        var table =
                new Table("TASK", "STATE", "HOST", "APP")
                        .whole("TASK")
                        .row(id, "RUNNING", "agent1", "/web/with/a/long/name");
        assertThat(table.lines(OptionalInt.of(90)).getLast()).endsWith("  /web/with/a/lo…");
        assertThat(table.lines(OptionalInt.of(80)).getLast()).isEqualTo(id + "  RUNNING  agent1");
        for (int width = Terminal.NARROWEST; width < 60; width += 3)
            assertThat(table.lines(OptionalInt.of(width)))
                    .as("width %d", width)
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith(id);
    }

    @Test
    void a_reason_goes_on_in_further_lines() {
        var table = new Table("APPLICATION", "/big").wrapping();
        table.row("waits", "needs 100 cpus; the only offer has 0.1 of them, from agent1");
        assertThat(table.lines(OptionalInt.of(40)))
                .containsExactly(
                        "APPLICATION  /big",
                        "waits        needs 100 cpus; the only",
                        "             offer has 0.1 of them, from",
                        "             agent1");
        assertThat(table.lines(OptionalInt.empty())).hasSize(2);
    }
}
