package io.dromos.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The product as an operator runs it: an agent process and a server process on the loopback.
final class Node implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final Path data;
    private final int port;
    private final int masterPort;

    private Node(Path data) throws IOException {
        this.data = data;
        this.port = freePort();
        this.masterPort = freePort();
    }

    /// A node with the agent up and no server yet.
    static Node withAgent(Path data) throws IOException {
        var node = new Node(data);
        var agent =
                node.start(
                        "io.dromos.agent.Main",
                        "--master-port",
                        "" + node.masterPort,
                        "--agent",
                        "--agent-port",
                        "0",
                        "--work-dir",
                        data.resolve("agent").toString(),
                        "--resources",
                        "cpus:10000;mem:1000000;disk:1000000");
        node.awaitReady(agent);
        return node;
    }

    /// Starts the server.
    ///
    /// @return milliseconds from the start of the process to the first answer of `/ping`
    double startServer() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var server =
                start(
                        "io.dromos.server.Main",
                        "--data",
                        data.resolve("server").toString(),
                        "--master",
                        "127.0.0.1:" + masterPort,
                        "--http_port",
                        "" + port);
        while (!pings()) {
            if (!server.isAlive()) throw new IOException("The server ended; see " + data);
            if (Probes.millis(begin) > READY_MAX.toMillis())
                throw new IOException("The server is not ready");
            Thread.sleep(2);
        }
        return Probes.millis(begin);
    }

    /// Ends the server at once, as a crash would.
    void killServer() throws InterruptedException {
        var server = processes.removeLast();
        server.destroyForcibly();
        server.waitFor();
    }

    private boolean pings() throws InterruptedException {
        try {
            return get("/ping").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Resident memory of the server.
    ///
    /// @return MiB, as the kernel counts it
    double serverMemory() throws IOException {
        var status = Files.readAllLines(Path.of("/proc/" + processes.getLast().pid() + "/status"));
        var line =
                status.stream().filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(READY_MAX);
    }

    private Process start(String main, String... args) throws IOException {
        Files.createDirectories(data);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                        "-XX:+UseSerialGC"));
        var cache = System.getProperty("dromos.aot." + main);
        if (cache != null) command.add("-XX:AOTCache=" + cache);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty(
                                "dromos.classpath", System.getProperty("java.class.path")),
                        main));
        command.addAll(List.of(args));
        var log = data.resolve(main + ".log").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        processes.add(process);
        return process;
    }

    private void awaitReady(Process process) throws IOException {
        var reader = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        var line = reader.readLine();
        if (line == null || !line.startsWith("ready"))
            throw new IOException("Not ready: " + line + "; see " + data);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Ends what was started, the last part first; what does not end in time is killed.
    @Override
    public void close() {
        for (var process : processes.reversed()) {
            process.destroy();
            process.onExit()
                    .orTimeout(STOP_MAX.toSeconds(), TimeUnit.SECONDS)
                    .handle((_, _) -> true)
                    .join();
            process.destroyForcibly().onExit().join();
        }
    }
}
