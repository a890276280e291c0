package io.dromos.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.cli.http.EventStream.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static EventStream stream(String text) {
        return new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void events_are_read_one_by_one() throws IOException {
        try (var stream =
                stream(
                        "event: a\r\nid: 7\r\ndata: {\"ä\":1}\r\n\r\nevent:b\ndata:x\ndata: y\n\n")) {
            assertThat(stream.next()).contains(new Event("7", "a", "{\"ä\":1}"));
            assertThat(stream.next()).contains(new Event("", "b", "x\ny"));
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void signs_of_life_comments_and_unknown_fields_are_passed_over() throws IOException {
        try (var stream =
                stream("\r\n\r\n: comment\nretry: 5\n\nevent: a\nfoo: bar\ndata: 1\n\n")) {
            assertThat(stream.next()).contains(new Event("", "a", "1"));
        }
    }

    @Test
    void an_id_without_an_event_is_what_to_come_back_with() throws IOException {
        try (var stream = stream("id: 6\r\n\r\nevent: a\r\n\r\ndata: 1\n\nid: 9\n\nid: 10\n")) {
            assertThat(stream.next()).contains(new Event("", "", "1"));
            assertThat(stream.seen()).contains("6");
            assertThat(stream.next()).isEmpty();
            assertThat(stream.seen()).contains("9");
        }
    }

    @Test
    void an_event_that_was_cut_off_is_none() throws IOException {
        try (var stream = stream("event: a\ndata: 1\n")) {
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void a_line_without_end_is_not_read_for_ever() throws IOException {
        try (var stream = stream("data: " + "x".repeat(EventStream.LINE_MAX))) {
            assertThatThrownBy(stream::next)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }
    }
}
