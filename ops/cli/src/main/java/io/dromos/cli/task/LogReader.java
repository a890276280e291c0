package io.dromos.cli.task;

import io.dromos.cli.mesos.Mesos;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Reads a file in a sandbox from its beginning to its end and further.
final class LogReader {

    /// What an agent sends in one answer, at most.
    private static final long CHUNK_MAX = 64 << 10;

    private static final Duration POLL = Duration.ofMillis(250);

    /// Whether the task has ended is asked at each so many-th poll.
    private static final int POLLS_PER_STATE = 4;

    private static final String CUT_CHARACTER = "\uFFFD";

    private final Mesos mesos;
    private final Sandbox sandbox;
    private final String file;
    private final PrintStream out;
    private long offset;

    LogReader(Mesos mesos, Sandbox sandbox, String file, PrintStream out) {
        this.mesos = mesos;
        this.sandbox = sandbox;
        this.file = file;
        this.out = out;
    }

    /// Prints what is there, byte for byte.
    void printAll() throws Failure, IOException {
        try (var in = mesos.open(sandbox.download(file))) {
            offset = in.transferTo(out);
        }
        out.flush();
    }

    /// Prints what is written from now on, until the task has ended.
    void follow() throws Failure, InterruptedException {
        for (int polls = 1; ; polls++) {
            boolean ended = polls % POLLS_PER_STATE == 0 && sandbox.hasEnded(mesos);
            printNew(ended);
            if (ended) return;
            Thread.sleep(POLL);
        }
    }

    private void printNew(boolean last) throws Failure {
        long size = mesos.json(sandbox.read(file, Optional.empty(), 0)).path("offset").asLong();
        // A rotated file begins anew.
        if (size < offset) offset = 0;
        while (offset < size) {
            long length = Math.min(CHUNK_MAX, size - offset);
            var data =
                    mesos.json(sandbox.read(file, Optional.of(offset), length))
                            .path("data")
                            .asText();
            // The rest of the character comes with the next bytes.
            if (data.endsWith(CUT_CHARACTER) && !last && length < CHUNK_MAX) return;
            out.write(
                    data.getBytes(StandardCharsets.UTF_8),
                    0,
                    data.getBytes(StandardCharsets.UTF_8).length);
            out.flush();
            offset += length;
        }
    }
}
