package io.dromos.checks.cluster;

import io.dromos.agent.node.supervise.ProcessIdentity;
import io.dromos.checks.tidy.Repository;
import io.dromos.server.crash.CrashPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server, a master and agents for one test: processes of their own, on free ports, in a
/// directory of their own. After the test nothing of them is left; if it failed, their logs are
/// printed.
///
/// ```
/// @RegisterExtension final Cluster cluster = new Cluster(Shape.agents(3));
/// ```
public final class Cluster implements BeforeEachCallback, AfterEachCallback {

    private static final int PORTS_EACH = 60;
    private static final int LOG_LINES = 60;

    private final Callable<Shape> wanted;
    private final List<Node> nodes = new ArrayList<>();
    private Shape shape = Shape.SMALL;
    private Path directory = Path.of("");
    private int masterPort;
    private int apiPort;
    private int dnsPort;
    private @Nullable Program server;
    private volatile boolean shown;
    private final Map<String, Program> agents = new TreeMap<>();

    /// A cluster that is started before each test.
    public Cluster(Shape shape) {
        this(() -> shape);
    }

    /// The same, for a shape that is known only when the test begins.
    public Cluster(Callable<Shape> wanted) {
        this.wanted = wanted;
    }

    /// An agent's place on this machine.
    ///
    /// @param port where it listens
    /// @param firstPort the first of the ports it offers
    /// @param mark what its containers and control groups are known by
    public record Node(String name, Path work, int port, int firstPort, String mark) {

        /// A client of it.
        public Api api() {
            return Api.at(port);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        start(context.getRequiredTestClass().getSimpleName());
    }

    /// Starts everything, in a directory whose name begins so.
    void start(String name) throws Exception {
        shape = wanted.call();
        StartCaches.prepare();
        var root = Files.createDirectories(Path.of("target/clusters").toAbsolutePath());
        directory = Files.createTempDirectory(root, name);
        masterPort = FreePorts.one();
        apiPort = FreePorts.one();
        dnsPort = FreePorts.one();
        for (int number = 0; number < shape.agents(); number++) nodes.add(place(number));
        for (var node : nodes.subList(0, shape.started())) startAgent(node);
        startServer();
    }

    private Node place(int number) throws IOException {
        var name = "agent" + number;
        var work = Files.createDirectories(directory.resolve(name)).toRealPath();
        var bytes = work.toString().getBytes(StandardCharsets.UTF_8);
        var mark = UUID.nameUUIDFromBytes(bytes).toString().substring(0, 13);
        return new Node(name, work, FreePorts.one(), FreePorts.block(PORTS_EACH), mark);
    }

    /// Starts the server and waits until it serves.
    public void startServer() {
        server = launchServer("server");
        server.awaitReady();
    }

    /// The same, with further variables in its environment.
    public void startServer(Map<String, String> environment) {
        server = launchServer("server", environment);
        server.awaitReady();
    }

    /// Starts the server again, and waits for nothing.
    public Program launchServerAgain() {
        var program = launchServer("server");
        server = program;
        return program;
    }

    /// Starts the server again, so that it will crash at this point, and waits for nothing.
    public Program launchServerArmed(CrashPoint point) {
        var armed = shape.withServerProperty(CrashPoint.PROPERTY, point);
        var program = launchServer("server", armed.serverEnvironment());
        server = program;
        return program;
    }

    /// Starts a server that may fail. Of two flags of one name the last one counts.
    public Program launchServer(String name, String... flags) {
        return launchServer(name, Map.of(), flags);
    }

    private Program launchServer(String name, Map<String, String> env, String... flags) {
        var words = new ArrayList<String>();
        words.addAll(List.of("--http_port", Integer.toString(apiPort)));
        words.addAll(List.of("--dns", "127.0.0.1:" + dnsPort));
        words.addAll(List.of("--data", data().toString()));
        words.addAll(List.of("--master", "127.0.0.1:" + masterPort));
        words.addAll(shape.serverFlags());
        for (int at = 0; at < flags.length; at += 2) replace(words, flags[at], flags[at + 1]);
        var environment = new TreeMap<>(shape.serverEnvironment());
        environment.putAll(env);
        return Program.launch(name, "io.dromos.server.Main", words, environment, directory);
    }

    private static void replace(List<String> words, String flag, String value) {
        int at = words.indexOf(flag);
        if (at >= 0) words.set(at + 1, value);
        else words.addAll(List.of(flag, value));
    }

    /// Starts an agent and waits until it serves.
    public void startAgent(Node node) {
        var program = launchAgent(node);
        agents.put(node.name(), program);
        program.awaitReady();
    }

    /// Starts an agent that may fail.
    public Program launchAgent(Node node, String... flags) {
        boolean first = nodes.getFirst().equals(node);
        var ports = node.firstPort() + "-" + (node.firstPort() + PORTS_EACH - 1);
        var words = new ArrayList<String>();
        words.addAll(
                first
                        ? List.of("--master-port", Integer.toString(masterPort), "--agent")
                        : List.of("--agent", "--master", "127.0.0.1:" + masterPort));
        words.addAll(List.of("--agent-port", Integer.toString(node.port())));
        words.addAll(List.of("--host-name", first ? "localhost" : node.name()));
        words.addAll(List.of("--work-dir", node.work().toString()));
        words.addAll(List.of("--ports", ports, "--resources", shape.resources()));
        words.addAll(shape.agentFlags());
        words.addAll(shape.flagsOf(nodes.indexOf(node)));
        words.addAll(List.of(flags));
        return Program.launch(
                node.name(), "io.dromos.agent.Main", words, shape.agentEnvironment(), directory);
    }

    /// The server, which may have ended.
    public Program server() {
        if (server == null) throw new IllegalStateException("The server was not started");
        return server;
    }

    /// An agent's process, which may have ended.
    public Program agent(Node node) {
        var program = agents.get(node.name());
        if (program == null) throw new IllegalStateException(node.name() + " was not started");
        return program;
    }

    /// The agents' places, the one with the master first.
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /// A client of the server.
    public Api api() {
        return Api.at(apiPort);
    }

    /// Where the server listens.
    public int apiPort() {
        return apiPort;
    }

    /// Where names are answered.
    public int dnsPort() {
        return dnsPort;
    }

    /// Where the master listens.
    public int masterPort() {
        return masterPort;
    }

    /// A port of the loopback that is left to the test.
    public int freePort() {
        return FreePorts.one();
    }

    /// Everything of this cluster.
    public Path directory() {
        return directory;
    }

    /// The server's data.
    public Path data() {
        return shape.serverData().orElse(directory.resolve("server-data"));
    }

    /// The processes of all command tasks, by container id.
    public Map<String, ProcessIdentity> processes() throws IOException {
        var all = new TreeMap<String, ProcessIdentity>();
        for (var node : nodes) all.putAll(Traces.processes(node.work()));
        return all;
    }

    /// Ends the server, all tasks by order of their agents, and the agents, as `down` does.
    public void stop() throws InterruptedException {
        if (server != null) server.stop();
        for (var node : nodes) {
            var program = agents.get(node.name());
            if (program == null) continue;
            if (!program.isAlive()) startAgent(node);
            node.api().post("/tasks/stop-all", "").ok();
        }
        for (var node : nodes.reversed()) if (agents.containsKey(node.name())) agent(node).stop();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) show();
        end();
    }

    /// Ends everything and leaves nothing, unless something was to be shown.
    void end() throws Exception {
        if (directory.toString().isEmpty()) return;
        try {
            stop();
        } finally {
            if (server != null) server.kill();
            for (var agent : agents.values()) agent.kill();
            Traces.sweep(directory, nodes.stream().map(Node::mark).toList());
            if (!shown) delete(directory);
        }
    }

    /// Prints the last lines of every process' log, and lets all that they write stay.
    void show() {
        shown = true;
        System.out.println("---- what was written stays in " + directory);
        var programs = new ArrayList<Program>(agents.values());
        if (server != null) programs.add(server);
        for (var program : programs) {
            var lines = program.errors().lines().toList();
            System.out.printf("---- %s: the last of %d lines%n", program.name(), lines.size());
            lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                    .forEach(System.out::println);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!tree.startsWith(Repository.root())) throw new IOException("Not ours: " + tree);
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
