package io.dromos.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Servers to ask, and what they were asked.
final class Servers implements Closeable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new ArrayList<>();

    @Override
    public void close() throws IOException {
        for (var one : open) {
            one.close();
        }
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// `/status/N` answers N, `/to?X` sends to X, `/round` to itself.
    int serve(HttpServer server) {
        server.createContext(
                "/",
                exchange -> {
                    var uri = exchange.getRequestURI();
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + uri
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Host"));
                    var path = uri.getRawPath();
                    var status = 302;
                    if (path.startsWith("/status/")) {
                        status = Integer.parseInt(path.substring("/status/".length()));
                    } else {
                        var to = path.equals("/to") ? uri.getRawQuery() : "/round";
                        exchange.getResponseHeaders().set("Location", to);
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        open.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    /// A server that says `first` to whoever comes, then `again` until nobody listens; nothing for
    /// `again` is the end.
    int talk(String first, String again) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual()
                .start(() -> {
                    try (var connection = server.accept()) {
                        readRequest(connection.getInputStream());
                        say(connection, first, again);
                    } catch (IOException over) {
                        asked.add("gone");
                    }
                });
        return server.getLocalPort();
    }

    private static void readRequest(InputStream in) throws IOException {
        var seen = new StringBuilder();
        while (!seen.toString().endsWith("\r\n\r\n")) {
            seen.append((char) in.read());
        }
    }

    private static void say(Socket connection, String first, String again) throws IOException {
        var out = connection.getOutputStream();
        out.write(first.getBytes(StandardCharsets.US_ASCII));
        while (!again.isEmpty()) {
            out.write(again.getBytes(StandardCharsets.US_ASCII));
        }
    }

    static void count(ServerSocket server, AtomicInteger visitors) {
        try {
            while (true) {
                server.accept().close();
                visitors.incrementAndGet();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    static SSLContext selfSigned(Path directory) throws Exception {
        var file = directory.resolve("keys");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made =
                new ProcessBuilder(
                                tool,
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                "change",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=somebody.else")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("made").toFile())
                        .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).as(Files.readString(directory.resolve("made"))).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, "change".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "change".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
