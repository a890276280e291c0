package io.dromos.cli.run;

import io.dromos.cli.run.Part.Kind;
import io.dromos.cli.run.Running.Known;
import io.dromos.cli.text.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One `up`: its parts from start to end, and the file that tells others of them.
public final class Session implements Supervision.Listener {

    private static final String KEEP = "keep";

    private final Path data;
    private final Optional<Running> former;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final RunFile file;
    private final Health health;
    private final Duration endMax;
    private final Consumer<String> tell;
    private final Supervision supervision;
    private Running running;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Session(
            Path data,
            Running running,
            Optional<Running> former,
            Duration endMax,
            Health health,
            Consumer<String> tell)
            throws IOException {
        this.data = data;
        this.former = former;
        this.file = RunFile.in(data);
        this.health = health;
        this.endMax = endMax;
        this.tell = tell;
        this.running = running;
        Files.deleteIfExists(wishFile(data));
        var ours = running.parts().subList(0, running.partsOfNow()).stream().map(Known::part);
        synchronized (this) {
            this.supervision = Supervision.start(ours.toList(), health, this);
            file.write(running);
        }
    }

    /// Starts all parts of a layout and returns at once.
    ///
    /// @param former what an earlier `up` left written down
    /// @param tell takes a line for each thing that happens
    public static Session start(
            Layout layout,
            Programs programs,
            Optional<Running> former,
            Health health,
            Consumer<String> tell)
            throws IOException {
        var parts = new ArrayList<Known>();
        for (var part : layout.parts(programs)) parts.add(new Known(part, Optional.empty()));
        int now = parts.size();
        var names = parts.stream().map(known -> known.part().name()).toList();
        former.stream()
                .flatMap(it -> it.parts().stream())
                .filter(known -> known.part().kind() == Kind.AGENT)
                .filter(known -> !names.contains(known.part().name()))
                .forEach(known -> parts.add(new Known(known.part(), Optional.empty())));
        var running =
                new Running(
                        ProcessMark.of(ProcessHandle.current().pid()).orElseThrow(),
                        layout.url(),
                        layout.master(),
                        List.of(layout.dns()),
                        layout.bridgeDns(),
                        Instant.now(),
                        false,
                        now,
                        parts);
        var endMax = programs.training().isPresent() ? Stopping.END_TRAINED_MAX : Stopping.END_MAX;
        return new Session(layout.data(), running, former, endMax, health, tell);
    }

    /// Leaves word, before the end is asked for, whether tasks are to be kept.
    public static void wish(Path data, boolean keepTasks) throws IOException {
        Files.writeString(wishFile(data), keepTasks ? KEEP : "end");
    }

    private static Path wishFile(Path data) {
        return data.resolve("down.wish");
    }

    @Override
    public synchronized void started(Part part, ProcessMark process) {
        running = running.with(part.name(), Optional.of(process));
        write();
    }

    @Override
    public void serves(Part part, Duration after) {
        served.add(part.name());
        var address = part.health().resolve("/").toString().replaceFirst("/$", "");
        tell.accept(
                "%-8s serves at %s after %s".formatted(part.name(), address, Spans.brief(after)));
    }

    @Override
    public void died(Part part, String how, Duration pause) {
        tell.accept(
                "%-8s died (%s), starts again in %s; its log is %s"
                        .formatted(part.name(), how, Spans.brief(pause), part.log()));
    }

    private void write() {
        if (stopping.get()) return;
        try {
            file.write(running);
        } catch (IOException e) {
            tell.accept("%s cannot be written: %s".formatted(file.path(), e.getMessage()));
        }
    }

    /// Waits until everything serves.
    ///
    /// @return empty, or the sentence that says why it does not
    public Optional<String> awaitService() throws InterruptedException {
        return supervision.awaitService();
    }

    /// Lets others know that everything serves.
    public synchronized void announce() {
        running = running.serving();
        write();
    }

    /// Waits until a part dies too often.
    public String awaitEnd() throws InterruptedException {
        return supervision.awaitEnd();
    }

    /// Time since the start.
    public Duration elapsed() {
        return supervision.elapsed();
    }

    /// Ends everything, once; a second caller waits for the first.
    ///
    /// @param keepTasks whether tasks go on, unless `down` left another word
    /// @return what could not be done, as sentences
    public List<String> stop(boolean keepTasks) throws InterruptedException, IOException {
        if (stopping.getAndSet(true)) {
            stopped.await();
            return List.of();
        }
        try {
            // Without the lock: a part that is being started wants to tell of it first.
            supervision.release();
            boolean keep =
                    Files.exists(wishFile(data))
                            ? Files.readString(wishFile(data)).equals(KEEP)
                            : keepTasks;
            return endAll(keep);
        } finally {
            stopped.countDown();
        }
    }

    private synchronized Running now() {
        return running;
    }

    private List<String> endAll(boolean keepTasks) throws InterruptedException, IOException {
        var stopping = new Stopping(health, endMax, tell);
        var remembered = now().remembering(served, former);
        // What never served has no tasks to end, only a process.
        var blank = new ArrayList<>(now().parts());
        blank.removeIf(known ->
                remembered.parts().stream()
                        .anyMatch(it -> it.part().name().equals(known.part().name())));
        stopping.stop(blank, true);
        return end(data, remembered, keepTasks, stopping);
    }

    /// Ends what a file tells of, and brings the file up to date.
    ///
    /// @return what could not be done, as sentences
    public static List<String> end(Path data, Running running, boolean keepTasks, Stopping stopping)
            throws InterruptedException, IOException {
        var complaints = stopping.stop(running.parts(), keepTasks);
        Files.deleteIfExists(wishFile(data));
        var file = RunFile.in(data);
        boolean hasAgents =
                running.parts().stream().anyMatch(known -> known.part().kind() == Kind.AGENT);
        if (!hasAgents || (complaints.isEmpty() && !keepTasks)) file.delete();
        else file.write(running.ended());
        return complaints;
    }
}
