package io.dromos.checks.conformance;

import io.dromos.checks.cluster.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// A cluster whose container engine has no image and fetches none: documents name many, and none of
/// them is to be fetched by a test.
final class NoImages {

    private static final String ENGINE =
            """
            #!/bin/sh
            [ "$1" = ps ] && exit 0
            case $1 in
                inspect | rm | kill) echo "No such container" >&2 ;;
                *) echo "There are no images here" >&2 ;;
            esac
            exit 1
            """;

    private NoImages() {}

    /// One agent with far more room than this machine.
    static Shape shape() throws IOException {
        var directory = Files.createDirectories(Path.of("target/no-images").toAbsolutePath());
        var program = directory.resolve("docker");
        Files.writeString(program, ENGINE);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var path = directory + File.pathSeparator + System.getenv("PATH");
        return Shape.SMALL.withEnvironment(Map.of("PATH", path));
    }
}
