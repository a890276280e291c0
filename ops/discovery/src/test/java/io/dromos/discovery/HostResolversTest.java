package io.dromos.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResolversTest {

    @TempDir Path directory;

    @Test
    void the_first_three_addresses_count() {
        assertThat(
                        HostResolvers.parse(
                                List.of(
                                        "# nameserver 9.9.9.9",
                                        "search example.org",
                                        "nameserver\t10.0.0.1",
                                        "nameserver not-an-address",
                                        "nameserver",
                                        "  nameserver   fd00::1 ",
                                        "nameserver 10.0.0.2",
                                        "nameserver 10.0.0.3")))
                .containsExactly(
                        new InetSocketAddress(RenderingTest.ip("10.0.0.1"), 53),
                        new InetSocketAddress(RenderingTest.ip("fd00::1"), 53),
                        new InetSocketAddress(RenderingTest.ip("10.0.0.2"), 53));
    }

    @Test
    void a_changed_file_is_read_again_and_a_missing_one_names_none() throws Exception {
        Path file = directory.resolve("resolv.conf");
        var resolvers = new HostResolvers(file);
        assertThat(resolvers.get()).isEmpty();
        Files.writeString(file, "nameserver 10.0.0.1\n");
        assertThat(resolvers.get()).extracting(InetSocketAddress::getPort).containsExactly(53);
        Files.writeString(file, "nameserver 10.0.0.2\nnameserver 10.0.0.3\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(resolvers.get()).hasSize(2);
    }
}
