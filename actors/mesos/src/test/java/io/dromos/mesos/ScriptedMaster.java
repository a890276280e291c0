package io.dromos.mesos;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// A master that does what a test tells it, down to single bytes.
final class ScriptedMaster implements AutoCloseable {

    static final String FRAMEWORK = "fw-0000";

    /// What it does with a request.
    @FunctionalInterface
    interface Script {
        void handle(Request request, Peer peer) throws IOException;
    }

    /// A request as it came, with a number for its connection.
    record Request(Map<String, String> headers, Call call, int connection) {
        String streamId() {
            return headers.getOrDefault("mesos-stream-id", "");
        }

        boolean isSubscribe() {
            return call.getType() == Call.Type.SUBSCRIBE;
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    ScriptedMaster(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    List<Request> subscribes() {
        return requests.stream().filter(Request::isSubscribe).toList();
    }

    List<Request> calls() {
        return requests.stream().filter(request -> !request.isSubscribe()).toList();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : sockets) socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int connection = sockets.size();
                Thread.ofVirtual().start(() -> serve(socket, connection));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var peer = new Peer(socket);
            while (true) {
                var request = read(in, connection);
                peer.json = request.headers().getOrDefault("accept", "").endsWith("json");
                requests.add(request);
                script.handle(request, peer);
            }
        } catch (IOException _) {
            // The script dropped it, or the client went.
        }
    }

    private static Request read(InputStream in, int connection) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        line(in);
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        var call = Call.newBuilder();
        if (headers.getOrDefault("content-type", "").endsWith("json"))
            JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), call);
        else call.mergeFrom(body);
        return new Request(headers, call.build(), connection);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException();
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    /// The other end of one connection.
    static final class Peer {
        private final Socket socket;
        private final OutputStream out;
        private volatile boolean json;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        void answer(int status, String headers, String body) throws IOException {
            send(
                    "HTTP/1.1 %d Word\r\n%sContent-Length: %d\r\n\r\n%s"
                            .formatted(status, headers, body.length(), body));
        }

        void accepted() throws IOException {
            answer(202, "", "");
        }

        /// Opens the stream without a first event.
        void open(String streamId) throws IOException {
            send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nMesos-Stream-Id: "
                            + streamId
                            + "\r\n\r\n");
        }

        void subscribed(String streamId, double heartbeatSeconds) throws IOException {
            open(streamId);
            event(
                    Event.newBuilder()
                            .setType(Event.Type.SUBSCRIBED)
                            .setSubscribed(
                                    Event.Subscribed.newBuilder()
                                            .setFrameworkId(
                                                    Protos.FrameworkID.newBuilder()
                                                            .setValue(FRAMEWORK))
                                            .setHeartbeatIntervalSeconds(heartbeatSeconds))
                            .build());
        }

        void heartbeat() throws IOException {
            event(Event.newBuilder().setType(Event.Type.HEARTBEAT).build());
        }

        void error(String message) throws IOException {
            event(
                    Event.newBuilder()
                            .setType(Event.Type.ERROR)
                            .setError(Event.Error.newBuilder().setMessage(message))
                            .build());
        }

        void event(Event event) throws IOException {
            var bytes =
                    json
                            ? JsonFormat.printer()
                                    .preservingProtoFieldNames()
                                    .print(event)
                                    .getBytes(StandardCharsets.UTF_8)
                            : event.toByteArray();
            chunk(ByteString.copyFromUtf8(bytes.length + "\n").concat(ByteString.copyFrom(bytes)));
        }

        void chunk(ByteString bytes) throws IOException {
            send(
                    ByteString.copyFromUtf8(Integer.toHexString(bytes.size()) + "\r\n")
                            .concat(bytes)
                            .concat(ByteString.copyFromUtf8("\r\n")));
        }

        void endOfChunks() throws IOException {
            send("0\r\n\r\n");
        }

        /// Ends the connection where it stands.
        void cut() throws IOException {
            socket.close();
        }

        void send(String text) throws IOException {
            send(ByteString.copyFromUtf8(text));
        }

        private synchronized void send(ByteString bytes) throws IOException {
            bytes.writeTo(out);
            out.flush();
        }
    }
}
