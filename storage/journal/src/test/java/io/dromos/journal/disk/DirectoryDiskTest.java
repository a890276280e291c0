package io.dromos.journal.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real disk: who may use a directory, and that it does as it is told.
class DirectoryDiskTest {
    @TempDir Path temporary;

    /// Takes the lock of a directory and keeps it until its input ends.
    static final class Holder {
        private Holder() {}

        public static void main(String... directory) throws IOException {
            try (var _ = DirectoryDisk.at(Path.of(directory[0])).lock()) {
                System.out.println("locked");
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (DirectoryInUse e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static Process holder(Path directory) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String answer(Process process) throws IOException {
        return String.valueOf(process.inputReader(UTF_8).readLine());
    }

    @Test
    void a_second_process_is_told_who_has_the_directory() throws Exception {
        var holder = holder(temporary);
        try {
            assertThat(answer(holder)).isEqualTo("locked");
            assertThatThrownBy(() -> DirectoryDisk.at(temporary).lock())
                    .isInstanceOf(DirectoryInUse.class)
                    .hasMessageContaining(temporary.toString())
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        DirectoryDisk.at(temporary).lock().close();
    }

    /// The operating system drops a process's locks on a file when the process closes any handle of
    /// it.
    @Test
    void asking_twice_within_a_process_does_not_give_the_lock_away() throws Exception {
        var disk = DirectoryDisk.at(temporary);
        try (var _ = disk.lock()) {
            assertThatThrownBy(disk::lock).isInstanceOf(DirectoryInUse.class);
            var second = holder(temporary);
            assertThat(answer(second))
                    .contains("process " + ProcessHandle.current().pid())
                    .contains("another data directory");
            second.waitFor();
        }
    }

    @Test
    void a_new_directory_is_for_its_owner_only() throws IOException {
        var directory = temporary.resolve("deep/log");
        DirectoryDisk.at(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void files_are_read_at_any_position_and_found_by_name() throws IOException {
        var disk = DirectoryDisk.at(temporary);
        try (var _ = disk.lock();
                var file = disk.open("b")) {
            file.write(ByteBuffer.wrap("hello".getBytes(UTF_8)), 3);
            file.sync();
            assertThat(file.size()).isEqualTo(8);
            var bytes = ByteBuffer.allocate(20);
            try (var reader = disk.openToRead("b")) {
                assertThat(reader.read(bytes, 4)).isEqualTo(4);
            }
            assertThat(new String(bytes.array(), 0, 4, UTF_8)).isEqualTo("ello");
            disk.open("a").close();
            assertThat(disk.names()).containsExactly("a", "b");
            disk.rename("b", "a");
            disk.delete("nothing");
            disk.syncNames();
            assertThat(disk.names()).containsExactly("a");
        }
    }

    @Test
    void a_small_file_is_replaced_whole() throws IOException {
        var disk = DirectoryDisk.at(temporary);
        SmallFiles.replace(disk, "x", ByteBuffer.wrap("long content".getBytes(UTF_8)));
        SmallFiles.replace(disk, "x", ByteBuffer.wrap("short".getBytes(UTF_8)));
        assertThat(new String(SmallFiles.read(disk, "x"), UTF_8)).isEqualTo("short");
        assertThat(disk.names()).containsExactly("x");
    }
}
