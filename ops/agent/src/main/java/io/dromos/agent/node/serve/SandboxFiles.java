package io.dromos.agent.node.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.http.Header;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.link.MesosJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The files of sandboxes over HTTP, in the shapes of Mesos' `/files`. Nothing outside a sandbox is
/// shown, however it is asked for: by `..`, by a link inside, or by a name that only begins like a
/// sandbox.
///
/// @param attached the sandboxes by the paths under which they may be asked for
public record SandboxFiles(Supplier<Map<String, Path>> attached) {
    /// The most that one `/files/read` returns, in bytes, as in Mesos.
    public static final int MAX_READ = 16 * 4096;

    /// The most entries that one `/files/browse` lists.
    public static final int MAX_ENTRIES = 10_000;

    private static final int CHUNK = 64 << 10;

    /// A file as it was asked for, and where it really is.
    private record Found(String asked, Path real) {}

    /// Lists a directory.
    public Response browse(Request request) throws IOException {
        var found = find(request);
        if (found.isEmpty()) {
            return notFound(request);
        }
        if (!Files.isDirectory(found.get().real())) {
            return Response.empty(404);
        }
        var list = MesosJson.MAPPER.createArrayNode();
        try (var entries = Files.list(found.get().real())) {
            entries.sorted(Comparator.comparing(Path::toString))
                    .limit(MAX_ENTRIES)
                    .forEach(entry -> describe(list, found.get().asked(), entry));
        }
        return Response.json(200, MesosJson.bytes(list));
    }

    private static void describe(ArrayNode list, String directory, Path entry) {
        try {
            var posix =
                    Files.readAttributes(
                            entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            var kind = posix.isDirectory() ? "d" : posix.isSymbolicLink() ? "l" : "-";
            var links = Files.getAttribute(entry, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            list.addObject()
                    .put("gid", posix.group().getName())
                    .put("mode", kind + PosixFilePermissions.toString(posix.permissions()))
                    .put("mtime", (double) posix.lastModifiedTime().to(TimeUnit.SECONDS))
                    .put("nlink", links instanceof Integer count ? count.intValue() : 1)
                    .put("path", directory + "/" + entry.getFileName())
                    .put("size", posix.size())
                    .put("uid", posix.owner().getName());
        } catch (IOException gone) {
            // It went while the directory was listed.
            return;
        }
    }

    /// Reads a part of a file; `offset=-1` (or none) tells its size.
    public Response read(Request request) throws IOException {
        var found = find(request);
        if (found.isEmpty()) {
            return notFound(request);
        }
        if (Files.isDirectory(found.get().real())) {
            return Response.text(400, "Cannot read a directory.\n");
        }
        if (!Files.isRegularFile(found.get().real())) {
            return Response.empty(404);
        }
        try {
            var offset = number(request, "offset", -1);
            var length = number(request, "length", MAX_READ);
            return Response.json(200, MesosJson.bytes(part(found.get().real(), offset, length)));
        } catch (NumberFormatException notANumber) {
            return Response.text(400, notANumber.getMessage() + ".\n");
        }
    }

    private static ObjectNode part(Path file, long offset, long length) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var json = MesosJson.MAPPER.createObjectNode();
            if (offset < 0) {
                return json.put("data", "").put("offset", in.length());
            }
            var available = Math.max(0, in.length() - offset);
            var wanted = length < 0 ? MAX_READ : Math.min(length, MAX_READ);
            var bytes = new byte[(int) Math.min(available, wanted)];
            in.seek(offset);
            in.readFully(bytes);
            return json.put("data", new String(bytes, StandardCharsets.UTF_8))
                    .put("offset", offset);
        }
    }

    private static long number(Request request, String name, long otherwise) {
        var text = request.query().get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new NumberFormatException(
                    "Failed to parse " + name + ": '" + text + "' is not a whole number");
        }
    }

    /// Sends a whole file.
    public Response download(Request request) throws IOException {
        var found = find(request);
        if (found.isEmpty() || !Files.isRegularFile(found.get().real())) {
            return found.isEmpty() && !request.query().containsKey("path")
                    ? notFound(request)
                    : Response.text(404, "404 Not Found.");
        }
        var file = found.get().real();
        var headers =
                List.of(
                        new Header("Content-Type", "application/octet-stream"),
                        new Header("Content-Disposition", "attachment; filename=" + quoted(file)));
        return new Response.Chunked(
                200,
                headers,
                chunks -> {
                    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                        for (var bytes = in.readNBytes(CHUNK);
                                bytes.length > 0;
                                bytes = in.readNBytes(CHUNK)) {
                            chunks.send(bytes);
                        }
                    }
                });
    }

    /// Plain names as they are; anything that could break out of the header is replaced.
    private static String quoted(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /// The paths under which sandboxes may be asked for.
    public Response debug() {
        var json = MesosJson.MAPPER.createObjectNode();
        new TreeMap<>(attached.get()).forEach((name, path) -> json.put(name, path.toString()));
        return Response.json(200, MesosJson.bytes(json));
    }

    private Optional<Found> find(Request request) {
        var asked = request.query().getOrDefault("path", "");
        if (asked.isEmpty() || leadsOut(asked)) {
            return Optional.empty();
        }
        var clean = asked.replaceAll("/+$", "");
        for (var entry : attached.get().entrySet()) {
            if (clean.equals(entry.getKey()) || clean.startsWith(entry.getKey() + "/")) {
                return inside(entry.getValue(), clean.substring(entry.getKey().length()))
                        .map(real -> new Found(clean, real));
            }
        }
        return Optional.empty();
    }

    private static boolean leadsOut(String path) {
        return path.contains("\0") || List.of(path.split("/")).contains("..");
    }

    /// Where a path below a sandbox really leads, if that is in the sandbox.
    private static Optional<Path> inside(Path sandbox, String below) {
        try {
            var real = sandbox.resolve("." + below).toRealPath();
            return real.startsWith(sandbox.toRealPath()) ? Optional.of(real) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Response notFound(Request request) {
        var asked = request.query().get("path");
        if (asked == null || asked.isEmpty()) {
            return Response.text(400, "Expecting 'path=value' in query.\n");
        }
        return leadsOut(asked)
                ? Response.text(400, "'" + asked + "' is inaccessible.\n")
                : Response.empty(404);
    }
}
