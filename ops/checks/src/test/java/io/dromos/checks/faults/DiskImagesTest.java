package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.checks.cluster.Cluster;
import io.dromos.checks.cluster.DiskShim;
import io.dromos.checks.cluster.Shape;
import io.dromos.events.AppId;
import io.dromos.feed.Checkpointer;
import io.dromos.feed.Feed;
import io.dromos.feed.View;
import io.dromos.feed.Views;
import io.dromos.journal.LogDamaged;
import io.dromos.journal.checkpoint.Checkpoints;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import io.dromos.schema.EventCodec;
import io.dromos.schema.EventNames;
import io.dromos.schema.StateCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the real server writes and syncs is recorded; from that come disks as a power cut may leave
/// them, and each of them is opened. `-Ddromos.disk.images=N` opens N of them.
final class DiskImagesTest {

    private static final int IMAGES = Integer.getInteger("dromos.disk.images", 40);
    private static final int CLIENTS = 4;
    private static final int CHANGES = 8;

    @TempDir static Path directory;
    private static DiskShim shim;

    @RegisterExtension
    final Cluster cluster = new Cluster(() -> Shape.SMALL.withServerEnvironment(shim.recording()));

    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    /// A client was told that an application has this number, when the record was so long.
    private record Acknowledged(long recorded, AppId app, int number) {}

    @BeforeAll
    static void compile() throws Exception {
        shim = DiskShim.in(directory);
    }

    @Test
    void every_image_that_a_power_cut_may_leave_holds_all_that_was_acknowledged() throws Exception {
        change();
        cluster.server().kill();
        cluster.startServer();
        change();
        cluster.server().stop();
        cluster.startServer();
        change();
        cluster.server().kill();

        long seed = System.nanoTime();
        System.out.printf("seed=%d, %d changes acknowledged%n", seed, acknowledged.size());
        var record = DiskRecord.read(shim.record());
        openImages(record, new Random(seed));
        // It would be seen if the server did not sync.
        assertThatThrownBy(() -> openImages(record.forgetful(), new Random(seed)))
                .isInstanceOfAny(AssertionError.class, LogDamaged.class);
        report(record);
    }

    private void report(DiskRecord record) throws IOException {
        var file = System.getProperty("dromos.report");
        if (file == null) return;
        var text =
                """
                # Images of the server's disk

                Made by `ops/bin/soak images` at %s.

                A server was used, killed, started, used, stopped, started, used and killed; clients were told of %d
                changes. The record of its disk has %d operations: %d writes, %d fills with zeros, %d syncs,
                %d files created, %d renamed, %d deleted. Of it %d images were made, each cut at a random operation, with
                a random part of what was not synced. Each was opened by the log and folded into views, from its checkpoint
                where it had one: no acknowledged change was gone. When syncs of segments were left out of the record, it
                was seen.
                """
                        .formatted(
                                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                                acknowledged.size(),
                                record.size(),
                                record.count('W'),
                                record.count('Z'),
                                record.count('S'),
                                record.count('C'),
                                record.count('R'),
                                record.count('U'),
                                IMAGES);
        Files.writeString(Path.of(file), text);
    }

    /// Clients change one application each, again and again, each time to a higher number.
    private void change() {
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < CLIENTS; i++) {
            var app = new AppId("/app" + i);
            clients.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int change = 0; change < CHANGES; change++) change(app);
                            },
                            Thread::startVirtualThread));
        }
        clients.forEach(CompletableFuture::join);
    }

    private void change(AppId app) {
        int number = 1 + last(app, Long.MAX_VALUE);
        var body =
                """
                {"cmd":"exec sleep 3600","cpus":0.1,"mem":32,"instances":%d,"labels":{"number":"%d"}}
                """
                        .formatted(number % 3 == 0 ? 1 : 0, number);
        var answer = cluster.api().put("/v2/apps" + app.path() + "?force=true", body);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        acknowledged.add(new Acknowledged(recorded(), app, number));
    }

    private int last(AppId app, long recorded) {
        return acknowledged.stream()
                .filter(it -> it.app().equals(app) && it.recorded() <= recorded)
                .mapToInt(Acknowledged::number)
                .max()
                .orElse(0);
    }

    private static long recorded() {
        try {
            return Files.size(shim.record());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openImages(DiskRecord record, Random random) throws Exception {
        for (char kind : new char[] {'C', 'W', 'Z', 'S', 'R'})
            assertThat(record.count(kind)).as("recorded operations '%s'", kind).isPositive();
        var cuts = random.ints(IMAGES, 0, record.size() + 1).sorted().toArray();
        for (int cut : cuts) {
            var image = record.cutAfter(cut, random);
            var view = view(image);
            for (int i = 0; i < CLIENTS; i++) {
                var app = new AppId("/app" + i);
                assertThat(number(view, app))
                        .as("%s after %d of %d operations", app, cut, record.size())
                        .isGreaterThanOrEqualTo(last(app, record.end(cut)));
            }
        }
    }

    /// What a server shows that starts on this disk.
    private static View view(DiskRecord.Image image) throws Exception {
        var settings = Settings.standard(EventNames.definitions());
        try (var log = EmbeddedLog.open(image.log(), settings, InstantSource.system());
                var feed = Feed.open(log, new EventCodec())) {
            var checkpoints = new Checkpoints(image.checkpoints());
            try (var views =
                    Views.start(feed, Checkpointer.seed(checkpoints, new StateCodec(), log))) {
                assertThat(views.now().offset()).isEqualTo(log.head().offset());
                return views.now();
            }
        }
    }

    private static int number(View view, AppId app) {
        return view.definition(app)
                .map(definition -> definition.spec().labels().getOrDefault("number", "0"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
