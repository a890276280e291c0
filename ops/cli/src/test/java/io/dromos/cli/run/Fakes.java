package io.dromos.cli.run;

import io.dromos.cli.run.Part.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Parts that are a line of shell, and someone who listens.
final class Fakes implements Supervision.Listener {

    final List<ProcessMark> processes = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();

    static Part part(String name, Kind kind, String script, Path data, URI health) {
        return new Part(
                name,
                kind,
                List.of("/bin/sh", "-c", script),
                Map.of(),
                data.resolve(name + ".log"),
                health);
    }

    @Override
    public void started(Part part, ProcessMark process) {
        processes.add(process);
    }

    @Override
    public void serves(Part part, Duration after) {
        told.add(part.name() + " serves");
    }

    @Override
    public void died(Part part, String how, Duration pause) {
        told.add(part.name() + " died of " + how);
    }

    void killAll() {
        processes.forEach(ProcessMark::kill);
    }
}
