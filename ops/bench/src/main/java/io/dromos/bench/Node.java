package io.dromos.bench;

import static java.net.http.HttpResponse.BodyHandlers.ofString;

import io.dromos.cli.run.Programs;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The product as an operator runs it: an agent process and a server process on the loopback.
final class Node implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofSeconds(240);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final Path data;
    private final int port;
    private final int masterPort;

    /// Where the agent whose tasks are processes listens; empty if there is none.
    private String agent = "";

    private Node(Path data) throws IOException {
        this.data = data;
        this.port = freePort();
        this.masterPort = freePort();
    }

    /// A node with the agent up and no server yet.
    static Node withAgent(Path data) throws IOException {
        var node = new Node(data);
        var ready =
                node.startMaster(
                        "--agent",
                        "--agent-port",
                        "0",
                        "--work-dir",
                        data.resolve("agent").toString(),
                        "--resources",
                        "cpus:10000;mem:1000000;disk:1000000");
        node.agent = ready.substring(ready.indexOf("agent=") + "agent=".length());
        return node;
    }

    /// A node whose tasks run nothing, without a server yet.
    static Node withSimulatedAgents(Path data, int agents) throws IOException {
        var node = new Node(data);
        node.startMaster(
                "--simulated-agents",
                "" + agents,
                "--resources",
                "cpus:1000;mem:1000000;disk:1000000;ports:[31000-31999]");
        return node;
    }

    /// A node whose master is away: what its log says of tasks stands, since nobody says otherwise.
    static Node withoutMaster(Path data) throws IOException {
        return new Node(data);
    }

    private String startMaster(String... more) throws IOException {
        var words = new ArrayList<>(List.of("--master-port", "" + masterPort));
        words.addAll(List.of(more));
        return awaitReady(start("master", programs().agent(words, false)));
    }

    /// Starts the server.
    ///
    /// @return milliseconds from the start of the process to the first answer of `/ping`
    double startServer() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var server =
                start(
                        "server",
                        programs()
                                .server(
                                        List.of(
                                                "--data",
                                                serverData().toString(),
                                                "--master",
                                                "127.0.0.1:" + masterPort,
                                                "--http_port",
                                                "" + port,
                                                "--dns",
                                                "127.0.0.1:0")));
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

    /// Ends the server as an operator does, so that it writes a checkpoint.
    ///
    /// @throws IOException if it does not end, or left no checkpoint
    void stopServer() throws IOException, InterruptedException {
        var server = processes.getLast();
        server.destroy();
        if (!server.waitFor(READY_MAX))
            throw new IOException("The server does not stop; see " + data);
        processes.removeLast();
        var checkpoints = serverData().resolve("checkpoints");
        try (var files = Files.list(checkpoints)) {
            if (files.findAny().isEmpty())
                throw new IOException("The server left no checkpoint in " + checkpoints);
        }
    }

    /// Where the server keeps its data.
    Path serverData() {
        return data.resolve("server");
    }

    /// Waits until the master has a scheduler, or none.
    void awaitSubscribed(boolean wanted) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (books().schedulers() > 0 != wanted) {
            if (Probes.millis(begin) > READY_MAX.toMillis())
                throw new IOException("Subscribed is not " + wanted);
            Thread.sleep(5);
        }
    }

    private boolean pings() throws InterruptedException {
        try {
            return get("/ping").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// How many tasks run, by the master's own books.
    double running() throws IOException, InterruptedException {
        return books().running();
    }

    /// What the master itself has of tasks and offers.
    MasterBooks books() {
        return new MasterBooks(http, masterPort);
    }

    /// What the server took of the processors so far.
    Cpu serverCpu() {
        return new Cpu(processes.getLast().pid());
    }

    /// What the master took of the processors so far, simulated agents included.
    Cpu masterCpu() {
        return new Cpu(processes.getFirst().pid());
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
        return http.send(request(path).build(), ofString());
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, ofString());
    }

    /// Sends, and fails unless this status comes back.
    HttpResponse<String> expect(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        var answer = send(method, path, body);
        if (answer.statusCode() != status)
            throw new IOException(
                    "%s %s answered %d instead of %d: %s"
                            .formatted(method, path, answer.statusCode(), status, answer.body()));
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(READY_MAX);
    }

    /// As `ops/bin/dromos` starts it, with the flags of whoever measures behind its own.
    private Process start(String name, List<String> shipped) throws IOException {
        Files.createDirectories(data);
        var command = new ArrayList<>(shipped);
        var flags = List.of(System.getProperty("dromos.flags", "").split(" ", -1));
        command.addAll(command.indexOf("-cp"), flags);
        command.removeIf(String::isEmpty);
        var log = data.resolve(name + ".log").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        processes.add(process);
        return process;
    }

    private static Programs programs() {
        return new Programs(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("dromos.classpath", System.getProperty("java.class.path")),
                Optional.ofNullable(System.getProperty("dromos.caches")).map(Path::of),
                Optional.empty());
    }

    /// Some flags have the JVM say something first.
    private String awaitReady(Process process) throws IOException {
        var reader = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        var last = "nothing";
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("ready")) return line;
            last = line;
        }
        throw new IOException("Not ready: it said " + last + "; see " + data);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Ends what was started, the last part first; what does not end in time is killed.
    @Override
    public void close() {
        if (!agent.isEmpty()) stopTasks();
        for (var process : processes.reversed()) {
            process.destroy();
            process.onExit()
                    .orTimeout(STOP_MAX.toSeconds(), TimeUnit.SECONDS)
                    .handle((_, _) -> true)
                    .join();
            process.destroyForcibly().onExit().join();
        }
    }

    /// Tasks outlive their agent; as `dromos down` does, it is told to end them first.
    private void stopTasks() {
        var uri = URI.create("http://" + agent + "/tasks/stop-all");
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(READY_MAX)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            http.send(request, ofString());
        } catch (IOException e) {
            System.err.println("Tasks may be left of " + data + ": " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
