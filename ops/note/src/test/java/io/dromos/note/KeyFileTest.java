package io.dromos.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir Path directory;

    @Test
    void a_key_is_read_as_it_was_written_by_its_owner_alone() throws Exception {
        var file = directory.resolve("key");
        var key = SigningKey.make("example.com/x");
        KeyFile.write(file, key);
        assertThat(KeyFile.signing(file).text()).isEqualTo(key.text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.isOpenToOthers(file)).isFalse();
    }

    @Test
    void a_file_that_is_there_is_left_as_it_is_and_nothing_is_left_beside_it() throws Exception {
        var file = Files.writeString(directory.resolve("key"), "mine");
        var other = Files.writeString(directory.resolve("key.new"), "mine, too");
        assertThatThrownBy(() -> KeyFile.write(file, SigningKey.make("example.com/x")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
        assertThat(other).hasContent("mine, too");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, other);
        }
    }
}
