package io.dromos.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerTest {
    private static final Limits SMALL =
            new Limits(500, 1_000, 3, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private final AtomicInteger gone = new AtomicInteger();
    private final Outbox outbox = new Outbox(10_000, gone::incrementAndGet);
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Server.start(loopback(0), SMALL, this::answer);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Response answer(Request request) {
        return switch (request.path()) {
            case "/stream" -> new Response.Chunked(200, List.of(), outbox);
            case "/broken" -> throw new IllegalStateException("a secret");
            default ->
                    Response.text(
                            200,
                            request.method()
                                    + request.path()
                                    + request.query()
                                    + new String(request.body(), StandardCharsets.UTF_8));
        };
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws IOException {
        String answers =
                talk(
                        "GET /a%20b?x=1%2B&y HTTP/1.1\r\nHost: h\r\n\r\n"
                                + "POST /c HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        assertThat(answers).contains("GET/a b{x=1+, y=}").contains("POST/c{}hi");
        assertThat(answers.indexOf("GET/a")).isLessThan(answers.indexOf("POST/c"));
    }

    @Test
    void chunked_and_gzipped_bodies_are_decoded() throws IOException {
        assertThat(
                        talk(
                                lines(
                                        "POST / HTTP/1.1",
                                        "Transfer-Encoding: chunked",
                                        "Connection: close",
                                        "",
                                        "3",
                                        "abc",
                                        "2;x=y",
                                        "de",
                                        "0",
                                        "",
                                        "")))
                .contains("abcde");
        byte[] zipped = gzip("x".repeat(900));
        assertThat(
                        talk(
                                ("POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
                                                + "Content-Length: "
                                                + zipped.length
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1),
                                zipped))
                .contains("x".repeat(900));
    }

    @Test
    void what_exceeds_a_limit_is_refused() throws IOException {
        assertThat(talk("POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n")).contains(" 413 ");
        assertThat(talk("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"))
                .contains(" 413 ");
        assertThat(talk("GET / HTTP/1.1\r\nX: " + "y".repeat(600) + "\r\n\r\n")).contains(" 431 ");
        byte[] bomb = gzip("0".repeat(50_000));
        assertThat(
                        talk(
                                ("POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: "
                                                + bomb.length
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.ISO_8859_1),
                                bomb))
                .contains(" 413 ");
    }

    @Test
    void what_is_no_http_is_refused() throws IOException {
        assertThat(talk("HELLO\r\n\r\n")).contains(" 400 ");
        assertThat(talk("GET / HTTP/2.0\r\n\r\n")).contains(" 505 ");
        assertThat(talk("GET / HTTP/1.1\r\n folded\r\n\r\n")).contains(" 400 ");
        assertThat(talk("GET /%zz HTTP/1.1\r\n\r\n")).contains(" 400 ");
        assertThat(talk("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")).contains(" 400 ");
        assertThat(
                        talk(
                                lines(
                                        "POST / HTTP/1.1",
                                        "Content-Length: 1",
                                        "Transfer-Encoding: chunked",
                                        "",
                                        "0",
                                        "",
                                        "")))
                .contains(" 400 ");
    }

    @Test
    void a_head_request_gets_the_length_but_no_body() throws IOException {
        String answer = talk("HEAD /a HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("Content-Length: 8").endsWith("\r\n\r\n");
    }

    @Test
    void an_expecting_client_is_told_to_continue() throws IOException {
        assertThat(
                        talk(
                                "POST / HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n"
                                        + "Content-Length: 2\r\n\r\nok"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK");
    }

    @Test
    void a_failing_handler_shows_no_trace() throws IOException {
        assertThat(talk("GET /broken HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .contains(" 500 ")
                .doesNotContain("secret");
    }

    @Test
    void each_record_is_one_chunk_and_the_end_is_a_last_chunk() throws IOException {
        outbox.send("a".repeat(5_000).getBytes(StandardCharsets.UTF_8));
        outbox.send("b".getBytes(StandardCharsets.UTF_8));
        outbox.end();
        assertThat(talk("GET /stream HTTP/1.1\r\n\r\n"))
                .endsWith("\r\n\r\n1388\r\n" + "a".repeat(5_000) + "\r\n1\r\nb\r\n0\r\n\r\n");
        assertThat(gone).hasValue(0);
    }

    @Test
    void a_reader_that_closes_its_sending_side_is_noticed_at_once() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /stream HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            await().until(() -> gone.get() == 1);
        }
    }

    @Test
    void a_slow_reader_is_cut_off_and_nobody_waits_for_it() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /stream HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] record = new byte[5_000];
            await().until(() -> {
                outbox.send(record);
                outbox.send(record);
                outbox.send(record);
                return gone.get() == 1;
            });
        }
    }

    @Test
    void one_connection_too_many_is_closed() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (Server busy =
                Server.start(
                        loopback(0),
                        new Limits(500, 10, 1, Duration.ofSeconds(20), Duration.ofSeconds(20)),
                        _ -> {
                            held.await();
                            return Response.empty(200);
                        })) {
            try (Socket first = new Socket(busy.address().getAddress(), busy.address().getPort())) {
                send(first, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                try (Socket second =
                        new Socket(busy.address().getAddress(), busy.address().getPort())) {
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
                held.countDown();
                assertThat(first.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    @Test
    void an_address_in_use_is_named() {
        assertThatThrownBy(() -> Server.start(server.address(), SMALL, this::answer))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + server.address().getPort());
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    private String talk(String text) throws IOException {
        return talk(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String talk(byte[]... blocks) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(10_000);
            for (byte[] block : blocks) {
                send(socket, block);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
