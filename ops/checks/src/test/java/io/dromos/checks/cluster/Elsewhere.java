package io.dromos.checks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Another machine, as far as the network tells: a network namespace of its own with one link to
/// this machine.
public final class Elsewhere implements AutoCloseable {

    private static final String NAME = "dromos" + ProcessHandle.current().pid() % 100_000;
    private static final String HERE = "198.18.53.1";
    private static final String THERE = "198.18.53.2";

    private Elsewhere() {}

    /// Whether one may be made here.
    public static boolean isAllowed() throws InterruptedException {
        return "root".equals(System.getProperty("user.name")) && run("ip", "-V");
    }

    /// Makes one.
    public static Elsewhere open() throws InterruptedException {
        assertThat(run("ip", "netns", "add", NAME)).as("a network namespace").isTrue();
        var elsewhere = new Elsewhere();
        var inside = List.of("ip", "-n", NAME);
        boolean linked =
                run(
                                "ip", "link", "add", NAME, "type", "veth", "peer", "name", "there",
                                "netns", NAME)
                        && run("ip", "address", "add", HERE + "/30", "dev", NAME)
                        && run("ip", "link", "set", NAME, "up")
                        && run(inside, "address", "add", THERE + "/30", "dev", "there")
                        && run(inside, "link", "set", "there", "up")
                        && run(inside, "route", "add", "default", "via", HERE);
        if (!linked) elsewhere.close();
        assertThat(linked).as("a link to another network namespace").isTrue();
        return elsewhere;
    }

    /// This machine's address, as seen from there.
    public String thisMachine() {
        return HERE;
    }

    /// Whether a connection from there is accepted.
    public boolean connects(String address, int port) throws InterruptedException {
        var connect = "exec 3<>/dev/tcp/%s/%d".formatted(address, port);
        return run("ip", "netns", "exec", NAME, "timeout", "5", "bash", "-c", connect);
    }

    @Override
    public void close() {
        try {
            run("ip", "link", "delete", NAME);
            run("ip", "netns", "delete", NAME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The namespace " + NAME + " may be left", e);
        }
    }

    private static boolean run(List<String> words, String... more) throws InterruptedException {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static boolean run(String... words) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
