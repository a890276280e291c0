package io.dromos.checks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.checks.tidy.Repository;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A Docker engine with the demo's images, or substitutes of theirs. The one that answers is used;
/// else root starts one, which ends with the test class. Without either its tests are skipped.
///
/// Each test class that uses it gets `static final` its own.
public final class Engine implements BeforeAllCallback, AfterAllCallback {

    private static final int PATIENCE_MINUTES = 5;
    private static final Path BIN = Repository.root().resolve("ops/bin");

    private boolean ours;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!answers()) {
            boolean root = "root".equals(System.getProperty("user.name"));
            boolean installed = !Traces.run("dockerd", "--version").isEmpty();
            assumeTrue(
                    root && installed,
                    "Skipped: no Docker engine answers, and none can be started: that takes root and"
                            + " 'apt-get install docker.io iptables'");
            script("docker-engine", "start", directory());
            ours = true;
        }
        script("demo-images");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (ours) script("docker-engine", "stop", directory());
    }

    private static String directory() {
        return Path.of("target/docker-engine").toAbsolutePath().toString();
    }

    private static boolean answers() throws InterruptedException {
        return !Traces.run("docker", "version", "--format", "{{.Server.Version}}").isEmpty();
    }

    /// Its output is the test's: it says which images are substitutes.
    private static void script(String name, String... words)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(BIN.resolve(name).toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var log = Path.of("target", name + ".log").toFile();
        var process = builder.redirectErrorStream(true).redirectOutput(log).start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        System.out.print(Files.readString(log.toPath()));
        assertThat(ended && process.exitValue() == 0).as(name).isTrue();
    }

    /// The address of the bridge that containers are on, as this machine has it.
    public static String bridge() throws InterruptedException, SocketException {
        var option = "{{index .Options \"com.docker.network.bridge.name\"}}";
        return NetworkInterface.getByName(inspect("network", "bridge", option))
                .inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow();
    }

    /// One value of what the engine knows of something.
    public static String inspect(String kind, String name, String format)
            throws InterruptedException {
        return Traces.run("docker", kind, "inspect", "--format", format, name).getFirst();
    }
}
