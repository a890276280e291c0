package io.dromos.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.cli.ScriptedServer;
import io.dromos.cli.run.Part.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {

    private static final String FOR_EVER = "exec sleep 1000";

    @TempDir private Path data;
    private ScriptedServer server;
    private final Health health = new Health();
    private final Fakes fakes = new Fakes();

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer().on("GET /health", 200, "");
    }

    @AfterEach
    void end() {
        fakes.killAll();
        health.close();
        server.close();
    }

    private Part part(String name, String script) {
        return Fakes.part(name, Kind.AGENT, script, data, server.uri("/health"));
    }

    @Test
    void all_parts_are_started_and_waited_for() throws InterruptedException {
        var parts = List.of(part("one", FOR_EVER), part("two", FOR_EVER));
        var supervision = Supervision.start(parts, health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        assertThat(fakes.told).containsExactlyInAnyOrder("one serves", "two serves");
        assertThat(fakes.processes).hasSize(2).allMatch(ProcessMark::isAlive);
        supervision.release();
    }

    @Test
    void a_part_that_demands_a_password_serves() throws InterruptedException {
        server.on("GET /health", 401, "");
        var supervision = Supervision.start(List.of(part("one", FOR_EVER)), health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        supervision.release();
    }

    @Test
    void a_part_that_is_killed_comes_back() throws InterruptedException {
        var supervision = Supervision.start(List.of(part("one", FOR_EVER)), health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        fakes.processes.getFirst().kill();
        await().until(() -> fakes.told.size() == 3);
        assertThat(fakes.told).containsExactly("one serves", "one died of signal 9", "one serves");
        assertThat(fakes.processes.getLast().isAlive()).isTrue();
        supervision.release();
    }

    @Test
    void a_part_that_cannot_start_is_not_tried_again_and_its_own_words_are_passed_on()
            throws InterruptedException {
        var dead = URI.create("http://127.0.0.1:1/health");
        var broken =
                Fakes.part("one", Kind.SERVER, "echo so; echo port taken >&2; exit 1", data, dead);
        var supervision = Supervision.start(List.of(broken), health, fakes);
        assertThat(supervision.awaitService()).contains("port taken");
        assertThat(fakes.processes).hasSizeLessThanOrEqualTo(1);
        supervision.release();
    }

    @Test
    void a_program_that_is_not_there_is_named() throws InterruptedException {
        var missing =
                new Part(
                        "one",
                        Kind.SERVER,
                        List.of("/nonexistent/java"),
                        java.util.Map.of(),
                        data.resolve("one.log"),
                        server.uri("/nobody"));
        var supervision = Supervision.start(List.of(missing), health, fakes);
        assertThat(supervision.awaitService().orElseThrow()).contains("/nonexistent/java");
        supervision.release();
    }

    @Test
    void dying_more_than_five_times_in_a_minute_is_the_end() throws InterruptedException {
        var supervision =
                Supervision.start(List.of(part("one", "sleep 0.3; exit 3")), health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        assertThat(supervision.awaitEnd())
                .startsWith(
                        "one died more than 5 times in a minute, the last time of code 3: read ")
                .endsWith("one.log");
        supervision.release();
    }

    @Test
    void deaths_of_one_part_do_not_count_against_another() throws InterruptedException {
        var parts = new ArrayList<Part>();
        for (var name : List.of("one", "two", "three"))
            parts.add(part(name, mortal(name, 2) + FOR_EVER));
        var supervision = Supervision.start(parts, health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        for (var name : List.of("one", "two", "three"))
            await().until(() -> Collections.frequency(fakes.told, name + " died of code 3") == 2);
        await().until(() -> fakes.processes.size() == 9);
        assertThat(fakes.processes.stream().filter(ProcessMark::isAlive)).hasSize(3);
        supervision.release();
    }

    /// Ends so many times, each time a moment after its start.
    private String mortal(String name, int times) {
        return "echo >> %1$s; [ $(wc -l < %1$s) -gt %2$d ] || { sleep 0.3; exit 3; }; "
                .formatted(data.resolve(name + ".starts"), times);
    }

    @Test
    void after_its_release_nothing_is_started_again() throws InterruptedException {
        var supervision = Supervision.start(List.of(part("one", FOR_EVER)), health, fakes);
        assertThat(supervision.awaitService()).isEmpty();
        supervision.release();
        fakes.killAll();
        assertThat(fakes.processes).hasSize(1);
        assertThat(fakes.told).containsExactly("one serves");
    }
}
