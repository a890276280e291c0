package io.dromos.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dromos.cli.http.Api;
import io.dromos.cli.outcome.Failure;
import io.dromos.cli.run.Programs;
import io.dromos.note.BadNote;
import io.dromos.note.KeyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A log that is read as it lies in its store, by a process of its own that knows its format.
///
/// @param data the server's data directory
/// @param storageUrl the database, if the log is in one
record StoredLedger(Programs programs, Path data, Optional<String> storageUrl) implements Ledger {

    private static final int SENTENCE_MAX = 4_096;

    @Override
    public void verify(long after, long until, List<Long> stops, Taker taker)
            throws Failure, InterruptedException {
        var words = new ArrayList<>(range("verify", after, until));
        if (!stops.isEmpty())
            words.addAll(
                    List.of(
                            "--stop",
                            String.join(",", stops.stream().map(it -> "" + it).toList())));
        try {
            run(words, line -> taker.take(json(line)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void export(long after, long until, Lines lines)
            throws Failure, IOException, InterruptedException {
        run(range("export", after, until), line -> lines.take(line + "\n"));
    }

    @Override
    public void stats(Taker taker) throws Failure, InterruptedException {
        try {
            run(List.of("stats"), line -> taker.take(json(line)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static List<String> range(String work, long after, long until) {
        return List.of(work, "--after", "" + after, "--until", "" + until);
    }

    private static JsonNode json(String line) throws Failure {
        try {
            return Api.JSON.readTree(line);
        } catch (JsonProcessingException _) {
            throw Failure.failed("What reads the log said '%s'".formatted(line));
        }
    }

    private void run(List<String> words, Lines taker)
            throws Failure, IOException, InterruptedException {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--data", data.toString()));
        var builder = new ProcessBuilder(programs.offline(all));
        // A password in a URL is for no process list. Without one the files are meant.
        builder.environment().remove("DROMOS_STORAGE_URL");
        storageUrl.ifPresent(url -> builder.environment().put("DROMOS_STORAGE_URL", url));
        var process = builder.start();
        try {
            process.getOutputStream().close();
            var why = CompletableFuture.supplyAsync(() -> said(process));
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine())
                    taker.take(line);
            }
            if (process.waitFor() != 0) throw Failure.failed(why.join());
        } finally {
            process.destroy();
        }
    }

    /// Its last line; what it logs before is of no use to anybody.
    private static String said(Process process) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            var last = "What reads the log ended without a word";
            for (var line = lines.readLine(); line != null; line = lines.readLine())
                if (!line.isBlank())
                    last = line.substring(0, Math.min(line.length(), SENTENCE_MAX));
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failure failed(IOException e) {
        return Failure.failed("The log cannot be read: " + e.getMessage());
    }

    @Override
    public Optional<String> key() throws Failure {
        var file = data.resolve("audit.key");
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(KeyFile.verifier(file).text());
        } catch (IOException e) {
            throw failed(e);
        } catch (BadNote e) {
            throw Failure.failed("%s is no key: %s".formatted(file, e.sentence()));
        }
    }

    @Override
    public boolean isOffline() {
        return true;
    }

    @Override
    public void close() {}
}
