package io.dromos.checks.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A real browser that opens one page of an origin of its own. The page tells its origin what
/// became of what it tried: `fetch('/done', {method: 'POST', body: …})`.
public final class Browser {

    private static final int PATIENCE_SECONDS = 90;

    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private Browser() {}

    /// Whether there is one on this machine.
    public static boolean isInstalled() throws InterruptedException {
        return !Traces.run("chromium", "--version").isEmpty();
    }

    /// Opens a page and waits for what it tells.
    ///
    /// @param directory where the browser may keep what it likes
    public static String open(String page, Path directory)
            throws IOException, InterruptedException {
        var told = new CompletableFuture<String>();
        var loopback = InetAddress.getLoopbackAddress();
        var origin = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        origin.createContext("/", exchange -> answer(exchange, page));
        origin.createContext(
                "/done",
                exchange -> {
                    var body = exchange.getRequestBody().readAllBytes();
                    answer(exchange, "");
                    told.complete(new String(body, StandardCharsets.UTF_8));
                });
        origin.start();
        var profile = Files.createDirectories(directory.resolve("browser"));
        var log = directory.resolve("browser.log");
        var browser = start(profile, log, "http://127.0.0.1:" + origin.getAddress().getPort());
        try {
            return told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("The page told nothing: " + Files.readString(log), e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            origin.stop(0);
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path profile, Path log, String url) throws IOException {
        var words = new ArrayList<String>();
        words.add("chromium");
        words.addAll(FLAGS);
        words.add("--user-data-dir=" + profile);
        // With a debugging port it stays until it is ended, instead of printing the page.
        words.add("--remote-debugging-port=0");
        words.add(url);
        return new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
