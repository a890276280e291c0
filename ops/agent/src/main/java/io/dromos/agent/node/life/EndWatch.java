package io.dromos.agent.node.life;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes a task when its supervisor writes a file. Only a hint, for speed: tasks look by themselves
/// every second.
final class EndWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndWatch.class);

    private final WatchService service;
    private final Map<WatchKey, Runnable> sleepers = new ConcurrentHashMap<>();
    private final Thread thread;

    EndWatch() throws IOException {
        service = FileSystems.getDefault().newWatchService();
        thread = Thread.ofPlatform().daemon().name("end-watch").start(this::watch);
    }

    /// Calls `wake` whenever a file appears in the directory, until [#forget]. A machine out of
    /// watches does without.
    WatchKey watch(Path directory, Runnable wake) throws IOException {
        var key = directory.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        sleepers.put(key, wake);
        return key;
    }

    /// Stops watching.
    void forget(WatchKey key) {
        sleepers.remove(key);
        try {
            key.cancel();
        } catch (ClosedWatchServiceException closed) {
            LOG.trace("Watching for ends was over first");
        }
    }

    private void watch() {
        try {
            while (true) {
                var key = service.take();
                key.pollEvents();
                key.reset();
                sleepers.getOrDefault(key, () -> {}).run();
            }
        } catch (InterruptedException | ClosedWatchServiceException closed) {
            LOG.debug("Watching for ends is over");
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            service.close();
        } catch (ClosedWatchServiceException closed) {
            LOG.trace("Watching for ends was over first");
        }
    }
}
