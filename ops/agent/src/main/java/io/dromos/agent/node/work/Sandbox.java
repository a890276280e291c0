package io.dromos.agent.node.work;

import io.dromos.agent.node.checkpoint.TaskDirectory;
import io.dromos.agent.node.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Makes the working directory of a task.
final class Sandbox {
    private Sandbox() {}

    /// Makes the directory with empty logs and the link `latest` beside it, gives it to the task's
    /// user, and fetches its URIs.
    static void prepare(TaskDirectory task, Fetcher fetcher, List<String> identity)
            throws LaunchFailure, IOException, InterruptedException {
        var sandbox = task.sandbox();
        Files.createDirectories(sandbox);
        Files.setPosixFilePermissions(sandbox, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var name : List.of("stdout", "stderr")) {
            Files.write(
                    sandbox.resolve(name), new byte[0], java.nio.file.StandardOpenOption.CREATE);
        }
        linkLatest(sandbox);
        Users.give(sandbox, identity);
        for (var uri : task.task().getCommand().getUrisList()) {
            try {
                fetcher.fetch(uri, sandbox, task.path(), identity);
            } catch (IOException failed) {
                throw LaunchFailure.failed(
                        "Failed to fetch all URIs for container '"
                                + task.containerId()
                                + "': "
                                + failed.getMessage());
            }
        }
    }

    private static void linkLatest(Path sandbox) throws IOException {
        var part = sandbox.resolveSibling("latest.part");
        Files.deleteIfExists(part);
        Files.createSymbolicLink(part, sandbox);
        Files.move(
                part,
                sandbox.resolveSibling("latest"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
