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
/// instance is alive. One that takes its time also adds a line when it is ready, and one when it
/// has gone. No part of the product reads or writes it.
final class Ledger {

    private static final String SCRIPT =
            """
            # One task: $1 is the ledger's directory, $2 after how many seconds it is ready, $3 how many it takes to go.
            ledger=$1/ledger id=$MESOS_TASK_ID instance=${MESOS_TASK_ID%._app.*}
            go() {
                trap '' TERM
                echo "end $id" >>"$ledger"
                kill $nap 2>/dev/null
                [ -z "$1" ] || { sleep "$1"; echo "gone $id" >>"$ledger"; }
                exit 0
            }
            trap 'go "$3"' TERM
            mkdir -p "$1/runs/$instance"
            echo $$ >"$1/runs/$instance/$id"
            for other in "$1/runs/$instance"/*; do
                [ "${other##*/}" = "$id" ] && continue
                grep -qs "MESOS_TASK_ID=${other##*/}" "/proc/$(cat "$other")/environ" &&
                    echo "double $id beside ${other##*/}" >>"$ledger"
            done
            echo "start $id" >>"$ledger"
            [ -z "$2" ] || { sleep "$2" & nap=$!; wait $nap; echo "ready $id" >>"$ledger"; }
            sleep 1000000 &
            nap=$!
            wait $nap
            echo "exit $id" >>"$ledger"
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

    /// What a task runs that is ready after so many seconds, and goes so many after it is told to.
    String command(String ready, String gone) {
        return "%s %s %s".formatted(command(), ready, gone);
    }

    /// A command in a task of this ledger that ends, well, when the task has written that it is
    /// ready.
    String untilReady() {
        return "until grep -qsx 'ready '$MESOS_TASK_ID %s; do sleep 0.05; done"
                .formatted(directory.resolve("ledger"));
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
                case "ready", "end", "gone" -> {}
                default -> wrongs.add(line.what() + " " + line.task());
            }
        return wrongs;
    }

    /// How often a task was started.
    long starts() throws IOException {
        return lines().stream().filter(line -> line.what().equals("start")).count();
    }
}
