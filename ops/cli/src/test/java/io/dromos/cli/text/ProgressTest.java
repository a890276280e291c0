package io.dromos.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();

    private Terminal terminal(Map<String, String> environment) {
        return new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), environment);
    }

    private static void awaitLoudness(Progress progress) {
        Awaitility.await().until(() -> progress.elapsed().compareTo(Progress.QUIET) > 0);
    }

    @Test
    void what_is_done_at_once_is_not_worth_a_word() {
        try (var progress = new Progress(terminal(Map.of("DROMOS_LIVE", "1")))) {
            progress.show("working");
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_file_gets_no_more_lines_than_one_can_read() {
        try (var progress = new Progress(terminal(Map.of()))) {
            awaitLoudness(progress);
            for (var state : new String[] {"one", "one", "two"}) progress.show(state);
        }
        assertThat(err.toString()).isEqualTo("one\n");
    }

    @Test
    void a_terminal_gets_one_line_that_fits_and_goes_away() {
        var environment = Map.of("DROMOS_LIVE", "1", "COLUMNS", "20");
        try (var progress = new Progress(terminal(environment))) {
            awaitLoudness(progress);
            progress.show("waiting for a thing with a long name");
        }
        assertThat(err.toString()).isEqualTo("\r\u001b[Kwaiting for a thin…\r\u001b[K");
    }
}
