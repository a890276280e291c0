package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final int BOUND = 1_000_000;

    @Test
    void records_follow_one_another_until_the_stream_ends_between_two() throws IOException {
        var reader = reader("5\nhello1\n\n3\na\nb");
        assertThat(reader.next()).hasValue(bytes("hello"));
        assertThat(reader.next()).hasValue(bytes("\n"));
        assertThat(reader.next()).hasValue(bytes("a\nb"));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void a_record_may_be_as_large_as_the_bound() throws IOException {
        var content = new byte[BOUND];
        Arrays.fill(content, (byte) 'x');
        var reader = reader(BOUND + "\n" + new String(content, StandardCharsets.UTF_8));
        assertThat(reader.next()).hasValue(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000001\n", "99999999999999999999999999\n", "0001000001\n"})
    void a_record_beyond_the_bound_is_refused_before_it_is_read(String start) {
        assertThatThrownBy(() -> reader(start).next())
                .isInstanceOf(IOException.class)
                .hasMessage("A record is larger than the bound of 1000000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "'12', The stream ended inside the length of a record",
        "'5\nhel', 'The stream ended inside a record, after 3 of 5 bytes'",
        "'5\n', 'The stream ended inside a record, after 0 of 5 bytes'"
    })
    void a_stream_that_ends_inside_a_record_says_so(String stream, String message) {
        assertThatThrownBy(() -> reader(stream).next())
                .isInstanceOf(EOFException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1\nx", "x", "5 \nhello", "\n", "0\n", "000\n"})
    void what_is_no_length_is_refused(String stream) {
        assertThatThrownBy(() -> reader(stream).next())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class);
    }

    private static RecordReader reader(String stream) {
        return new RecordReader(new ByteArrayInputStream(bytes(stream)), BOUND);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
