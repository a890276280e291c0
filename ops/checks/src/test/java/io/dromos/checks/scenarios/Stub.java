package io.dromos.checks.scenarios;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// Answers on a task's port in its place, with the status it is told.
final class Stub implements AutoCloseable {

    private final HttpServer server;
    private volatile int status;

    /// Answers in the clear.
    Stub(int port, int status) throws IOException {
        this(HttpServer.create(loopback(port), 50), status);
    }

    private Stub(HttpServer server, int status) {
        this.server = server;
        this.status = status;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(this.status, -1);
                    exchange.close();
                });
        server.start();
    }

    /// Answers over TLS only.
    static Stub secure(int port, int status, SSLContext keys) throws IOException {
        var server = HttpsServer.create(loopback(port), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(keys));
        return new Stub(server, status);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Answers with this from now on.
    void answer(int next) {
        status = next;
    }

    /// Fields of an application whose task has this port for its own.
    static String at(int port) {
        return ",\"requirePorts\":true,\"portDefinitions\":[{\"port\":%d,\"name\":\"http-api\"}]"
                .formatted(port);
    }

    /// Fields of an application that is asked for its health each second and for ever.
    ///
    /// @param protocol and what goes with it
    static String checked(String protocol) {
        return (",\"healthChecks\":[{\"protocol\":%s,\"gracePeriodSeconds\":0,"
                        + "\"intervalSeconds\":1,\"timeoutSeconds\":20,\"maxConsecutiveFailures\":0}]")
                .formatted(protocol);
    }

    /// Fields of an application that is asked each second whether it is ready.
    static String readied() {
        return ",\"readinessChecks\":[{\"path\":\"/\",\"intervalSeconds\":2,\"timeoutSeconds\":1}]";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
