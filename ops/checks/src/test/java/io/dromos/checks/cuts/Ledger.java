package io.dromos.checks.cuts;

import io.dromos.events.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What tasks write down themselves, wherever they run and whoever is dead meanwhile: each run adds
/// a line when it starts and one when it is told to end, and looks whether another run of its
/// instance is alive. No part of the product reads or writes it.
final class Ledger {

    private static final String SCRIPT =
            """
            # One task: $1 is the ledger's directory.
            id=$MESOS_TASK_ID instance=${MESOS_TASK_ID%._app.*}
            trap 'echo "end $id" >>"$1/ledger"; kill $nap 2>/dev/null; exit 0' TERM
            mkdir -p "$1/runs/$instance"
            echo $$ >"$1/runs/$instance/$id"
            for other in "$1/runs/$instance"/*; do
                [ "${other##*/}" = "$id" ] && continue
                grep -qs "MESOS_TASK_ID=${other##*/}" "/proc/$(cat "$other")/environ" &&
                    echo "double $id beside ${other##*/}" >>"$1/ledger"
            done
            echo "start $id" >>"$1/ledger"
            sleep 1000000 &
            nap=$!
            wait $nap
            echo "exit $id" >>"$1/ledger"
            """;

    private final Path directory;

    private Ledger(Path directory) {
        this.directory = directory;
    }

    /// An empty one.
    static Ledger in(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("runs"));
        Files.writeString(directory.resolve("task.sh"), SCRIPT);
        Files.writeString(directory.resolve("ledger"), "");
        return new Ledger(directory);
    }

    /// What a task of this ledger runs.
    String command() {
        return "exec sh %s %s".formatted(directory.resolve("task.sh"), directory);
    }

    /// A line: what happened, and to which task.
    record Line(String what, String task) {}

    /// All lines, in the order in which they were written.
    List<Line> lines() throws IOException {
        return Files.readAllLines(directory.resolve("ledger")).stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new Line(words[0], words[1]))
                .toList();
    }

    /// Tasks whose process is alive now, by the kernel's word.
    Set<TaskId> alive() throws IOException {
        var alive = new TreeSet<TaskId>();
        try (var files = Files.walk(directory.resolve("runs"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var task = String.valueOf(file.getFileName());
                if (isRunOf(Files.readString(file).strip(), task)) alive.add(new TaskId(task));
            }
        }
        return alive;
    }

    /// A process number is given again; its environment tells whose it is. That of one that ended
    /// and was not waited for is empty.
    private static boolean isRunOf(String process, String task) {
        try {
            var environment = Path.of("/proc", process, "environ");
            return !process.isEmpty()
                    && Files.readString(environment, StandardCharsets.ISO_8859_1)
                            .contains("MESOS_TASK_ID=" + task + "\0");
        } catch (IOException _) {
            return false;
        }
    }

    /// What must not be: a task that started twice, and two runs of one instance at a time.
    List<String> wrongs() throws IOException {
        var wrongs = new ArrayList<String>();
        var started = new TreeSet<String>();
        for (var line : lines())
            switch (line.what()) {
                case "start" -> {
                    if (!started.add(line.task())) wrongs.add("started twice: " + line.task());
                }
                case "end" -> {}
                default -> wrongs.add(line.what() + " " + line.task());
            }
        return wrongs;
    }

    /// How often a task was started.
    long starts() throws IOException {
        return lines().stream().filter(line -> line.what().equals("start")).count();
    }
}
