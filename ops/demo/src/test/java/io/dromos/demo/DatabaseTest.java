package io.dromos.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir Path data;

    @Test
    void what_was_answered_survives_a_kill() throws Exception {
        int written = 0;
        for (int round = 0; round < 3; round++) {
            try (var database = Child.start(data);
                    var client = database.client()) {
                var guests = guests(client);
                assertThat(guests.countDocuments()).isEqualTo(written);
                for (int i = 0; i < 5; i++) {
                    guests.insertOne(new Document("number", written++));
                }
                database.kill();
            }
        }
        try (var database = Database.start(loopback(0), data);
                var client = client(database.address())) {
            assertThat(
                            guests(client)
                                    .find()
                                    .map(d -> d.getInteger("number"))
                                    .into(new ArrayList<>()))
                    .containsExactlyInAnyOrderElementsOf(numbers(written));
        }
    }

    @Test
    void changes_and_removals_survive_a_kill_as_well() throws Exception {
        try (var database = Child.start(data);
                var client = database.client()) {
            var guests = guests(client);
            guests.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
            guests.updateOne(
                    new Document("_id", 1), new Document("$set", new Document("name", "Ada")));
            guests.deleteOne(new Document("_id", 2));
            database.kill();
        }
        try (var database = Database.start(loopback(0), data);
                var client = client(database.address())) {
            assertThat(guests(client).find().into(new ArrayList<>()))
                    .containsExactly(new Document("_id", 1).append("name", "Ada"));
        }
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
        try (var database = Database.start(loopback(0), data);
                var client = client(database.address());
                ExecutorService writers = Executors.newFixedThreadPool(8)) {
            var guests = guests(client);
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                var document = new Document("number", i);
                writes.add(writers.submit(() -> guests.insertOne(document)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            assertThat(guests.countDocuments()).isEqualTo(200);
        }
    }

    @Test
    void a_directory_in_use_is_refused_by_name() throws IOException {
        try (var first = Database.start(loopback(0), data)) {
            assertThat(first.address().getPort()).isPositive();
            assertThatThrownBy(() -> Database.start(loopback(0), data))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is another database using it")
                    .hasMessageContaining(data.toString());
        }
    }

    @Test
    void a_taken_port_is_refused_by_name_and_frees_the_directory() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Database.start(loopback(taken.getLocalPort()), data))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on ")
                    .hasMessageContaining(":" + taken.getLocalPort());
        }
        try (var second = Database.start(loopback(0), data)) {
            assertThat(second.address().getPort()).isPositive();
        }
    }

    @Test
    void a_wrong_option_ends_the_program_with_one_sentence() throws Exception {
        Process program = Child.command("--colour", "red").redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isEqualTo(2);
        assertThat(said.strip())
                .isEqualTo(
                        "database: '--colour' is not an option; the options are --bind, --data, --port");
    }

    private static List<Integer> numbers(int count) {
        return java.util.stream.IntStream.range(0, count).boxed().toList();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static MongoClient client(InetSocketAddress address) {
        return MongoClients.create("mongodb://127.0.0.1:" + address.getPort());
    }

    private static MongoCollection<Document> guests(MongoClient client) {
        return client.getDatabase("rsvpdata").getCollection("guests");
    }

    /// The database as a process of its own, so that it can be killed.
    private record Child(Process process, int port) implements AutoCloseable {

        static ProcessBuilder command(String... arguments) {
            List<String> words = new ArrayList<>();
            words.add(ProcessHandle.current().info().command().orElseThrow());
            words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
            words.addAll(List.of("-cp", System.getProperty("java.class.path")));
            words.add(Database.class.getName());
            words.addAll(List.of(arguments));
            return new ProcessBuilder(words);
        }

        static Child start(Path data) throws IOException {
            Process process =
                    command("--port", "0", "--data", data.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            assertThat(line).startsWith("database: listening on 127.0.0.1:");
            return new Child(process, Integer.parseInt(line.replaceAll(".*:(\\d+), data.*", "$1")));
        }

        MongoClient client() {
            return DatabaseTest.client(loopback(port));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
