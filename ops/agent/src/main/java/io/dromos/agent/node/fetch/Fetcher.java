package io.dromos.agent.node.fetch;

import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.jspecify.annotations.Nullable;

/// Brings URIs into a sandbox: `http`, `https`, `file` and absolute paths; archives are unpacked
/// unless told otherwise.
///
/// Everything that touches the sandbox by name is done as the task's user, since an archive may
/// hold links. There is no cache yet: a URI with `cache` is fetched anew each time.
public final class Fetcher implements AutoCloseable {
    /// The longest a download may take as a whole.
    public static final Duration MAX_DOWNLOAD = Duration.ofMinutes(30);

    /// The largest download.
    public static final long MAX_BYTES = 16L << 30;

    /// The longest it may take to unpack or copy one file.
    public static final Duration MAX_UNPACK = Duration.ofMinutes(10);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    /// Made when the first task needs it: loading its certificates takes longer than all else at
    /// the agent's start.
    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .connectTimeout(CONNECT)
                            .executor(Executors.newVirtualThreadPerTaskExecutor())
                            .build();
        }
        return client;
    }

    /// Fetches one URI.
    ///
    /// @param scratch a private directory on the same file system
    /// @param identity words for `setpriv` that make a program the task's user; may be empty
    /// @throws IOException with one sentence that names the URI
    public void fetch(CommandInfo.URI uri, Path sandbox, Path scratch, List<String> identity)
            throws IOException, InterruptedException {
        var source = uri.getValue();
        try {
            var target = target(uri, sandbox, identity);
            if (source.startsWith("http://") || source.startsWith("https://")) {
                download(source, target, sandbox, scratch, identity);
            } else {
                run(identity, MAX_UNPACK, "cp", "-T", "--", localPath(source), target.toString());
            }
            finish(uri, target, sandbox, identity);
        } catch (IOException failed) {
            throw new IOException("cannot fetch '" + source + "': " + failed.getMessage(), failed);
        }
    }

    private static Path target(CommandInfo.URI uri, Path sandbox, List<String> identity)
            throws IOException, InterruptedException {
        if (!uri.hasOutputFile()) {
            return sandbox.resolve(lastSegment(uri.getValue()));
        }
        var target = sandbox.resolve(uri.getOutputFile()).normalize();
        if (!target.startsWith(sandbox) || target.equals(sandbox)) {
            throw new IOException(
                    "the output file '" + uri.getOutputFile() + "' is outside the sandbox");
        }
        var parent = Optional.ofNullable(target.getParent()).orElse(sandbox);
        run(identity, MAX_UNPACK, "mkdir", "-p", "--", parent.toString());
        return target;
    }

    static String lastSegment(String uri) throws IOException {
        var path =
                uri.replaceFirst("^[a-z]+://[^/?#]*", "")
                        .replaceFirst("[?#].*$", "")
                        .replaceFirst("/+$", "");
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IOException("it names no file; say what to call it in output_file");
        }
        return name;
    }

    private static String localPath(String source) throws IOException {
        var path = source.startsWith("file://") ? source.substring("file://".length()) : source;
        if (!path.startsWith("/")) {
            throw new IOException("only http, https, file and absolute paths are fetched");
        }
        return path;
    }

    private void download(
            String source, Path target, Path sandbox, Path scratch, List<String> identity)
            throws IOException, InterruptedException {
        var part = Files.createTempFile(scratch, "fetch", ".part");
        try {
            var request = HttpRequest.newBuilder(uri(source)).build();
            var response =
                    client().sendAsync(
                                    request,
                                    BodyHandlers.limiting(BodyHandlers.ofFile(part), MAX_BYTES))
                            .get(MAX_DOWNLOAD.toSeconds(), TimeUnit.SECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("the server answered " + response.statusCode());
            }
            place(part, target, sandbox, identity);
        } catch (ExecutionException failed) {
            throw new IOException(sentence(failed.getCause()), failed);
        } catch (TimeoutException late) {
            throw new IOException("it took longer than " + MAX_DOWNLOAD.toMinutes() + " min", late);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String sentence(@Nullable Throwable cause) {
        if (cause instanceof ConnectException) {
            return "nothing listens there";
        }
        return cause == null ? "it failed" : String.valueOf(cause.getMessage());
    }

    private static URI uri(String source) throws IOException {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException notOne) {
            throw new IOException("it is not a URI: " + notOne.getMessage(), notOne);
        }
    }

    /// A rename replaces a link instead of following it; the directories above must really be in
    /// the sandbox.
    private static void place(Path part, Path target, Path sandbox, List<String> identity)
            throws IOException, InterruptedException {
        var parent = target.resolveSibling(".").toRealPath();
        if (!parent.startsWith(sandbox.toRealPath())) {
            throw new IOException("a link leads '" + target + "' out of the sandbox");
        }
        if (!identity.isEmpty()) {
            var owner = identity.getFirst().substring("--reuid=".length());
            run(List.of(), MAX_UNPACK, "chown", owner + ":", part.toString());
        }
        Files.setPosixFilePermissions(
                part, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                part,
                parent.resolve(String.valueOf(target.getFileName())),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void finish(
            CommandInfo.URI uri, Path target, Path sandbox, List<String> identity)
            throws IOException, InterruptedException {
        if (uri.getExecutable()) {
            run(identity, MAX_UNPACK, "chmod", "a+x", "--", target.toString());
            return;
        }
        var unpacker = uri.getExtract() ? unpacker(target, sandbox) : List.<String>of();
        if (!unpacker.isEmpty()) {
            run(identity, MAX_UNPACK, unpacker.toArray(String[]::new));
        }
    }

    /// By the ending of the name, as Mesos' fetcher does.
    static List<String> unpacker(Path file, Path sandbox) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        var archives = List.of(".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz");
        if (archives.stream().anyMatch(name::endsWith)) {
            return List.of("tar", "-C", sandbox.toString(), "-xf", file.toString());
        }
        if (name.endsWith(".zip")) {
            return List.of("unzip", "-o", "-q", "-d", sandbox.toString(), file.toString());
        }
        return name.endsWith(".gz") ? List.of("gunzip", "-k", "-f", file.toString()) : List.of();
    }

    private static void run(List<String> identity, Duration patience, String... command)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        if (!identity.isEmpty()) {
            words.add("setpriv");
            words.addAll(identity);
        }
        words.addAll(List.of(command));
        var outcome = Tool.run(patience, words);
        if (!outcome.isSuccess()) {
            throw new IOException(outcome.errors().trim());
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
