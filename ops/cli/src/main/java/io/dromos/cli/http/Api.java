package io.dromos.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromos.cli.outcome.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The server's REST API. Whatever keeps an answer from being good is thrown as a [Failure] with a
/// sentence.
public final class Api implements AutoCloseable {

    /// Reads and writes JSON for all commands.
    public static final JsonMapper JSON = new JsonMapper();

    /// The largest answer that is read, in bytes.
    static final long ANSWER_MAX = 256L << 20;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(60);

    private static final String PLAIN = "Dromos itself speaks plain HTTP: name it with http://";

    private final URI base;
    private final Optional<String> absence;
    private final Optional<String> authorization;
    private final HttpClient client;
    private Optional<String> reason = Optional.empty();

    /// A server at an address.
    ///
    /// @param credentials `name:password` for basic authentication
    public Api(URI base, Optional<String> credentials) {
        this(base, credentials, Optional.empty());
    }

    /// A server of which something is known.
    ///
    /// @param credentials `name:password` for basic authentication
    /// @param absence what to say if nobody answers
    public Api(URI base, Optional<String> credentials, Optional<String> absence) {
        this.base = base;
        this.absence = absence;
        this.authorization =
                credentials.map(text ->
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT_MAX)
                        .build();
    }

    /// An answer to a request that was served.
    ///
    /// @param body missing if there is none
    public record Answer(int status, Optional<String> deployment, JsonNode body) {}

    /// The same, which says with all that it asks for why it is asked.
    public Api because(Optional<String> why) {
        reason = why.map(text -> text.matches("[ -~]*") ? text : "UTF-8''" + encoded(text));
        return this;
    }

    /// Where the server is.
    public URI base() {
        return base;
    }

    /// Reads.
    public JsonNode get(String path) throws Failure {
        return send("GET", path, Optional.empty()).body();
    }

    /// Reads a text.
    ///
    /// @param charactersMax a longer one is not read
    public String text(String path, int charactersMax) throws Failure {
        try (var in = open(path, "*/*", Optional.empty())) {
            return new String(in.readNBytes(charactersMax), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// Reads what may not be there.
    public Optional<JsonNode> find(String path) throws Failure {
        var response = exchange("GET", path, Optional.empty());
        if (response.statusCode() == 404) return Optional.empty();
        return Optional.of(answer(response).body());
    }

    /// Writes, with a body if there is one.
    public Answer send(String method, String path, Optional<byte[]> body) throws Failure {
        return answer(exchange(method, path, body));
    }

    /// The bytes of an answer that may be long, to be closed by the caller.
    public InputStream open(String path, String accept, Optional<String> lastEventId)
            throws Failure {
        var request = request(path).header("Accept", accept).GET();
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        var response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) return response.body();
        try (var body = response.body()) {
            var text = new String(body.readNBytes(64 << 10), StandardCharsets.UTF_8);
            throw Refusals.failure(base, response.statusCode(), text);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// A part of a path, or a value in a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer answer(HttpResponse<byte[]> response) throws Failure {
        var text = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() >= 300) throw Refusals.failure(base, response.statusCode(), text);
        var deployment = response.headers().firstValue("Marathon-Deployment-Id");
        return new Answer(response.statusCode(), deployment, json(text));
    }

    private JsonNode json(String text) throws Failure {
        if (text.isBlank()) return MissingNode.getInstance();
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            throw Failure.failed(
                    "%s does not answer with JSON: look whether it is a Dromos server"
                            .formatted(base));
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path));
        authorization.ifPresent(value -> request.header("Authorization", value));
        reason.ifPresent(why -> request.header("X-Dromos-Reason", why));
        return request;
    }

    private HttpResponse<byte[]> exchange(String method, String path, Optional<byte[]> body)
            throws Failure {
        var request = request(path).timeout(ANSWER_WAIT_MAX).header("Accept", "application/json");
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        request.method(
                method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        return exchange(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws Failure {
        try {
            return client.send(request, handler);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while waiting for " + base);
        } catch (ConnectException _) {
            throw Failure.unreachable(absence.orElseGet(this::nobody));
        } catch (HttpConnectTimeoutException _) {
            throw Failure.unreachable(absence.orElseGet(this::silent));
        } catch (SSLException _) {
            throw Failure.unreachable(
                    "%s speaks no HTTPS that can be trusted; %s".formatted(base, PLAIN));
        } catch (HttpTimeoutException _) {
            throw Failure.timedOut(
                    "%s has not answered in time: ask 'dromos status', and try again"
                            .formatted(base));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private String nobody() {
        return "Nobody answers at %s: start Dromos with 'dromos up', or name its address with --url"
                .formatted(base);
    }

    // The client's connect timeout counts the TLS handshake too, which now and then it leaves
    // hanging
    // where it should report an answer in plain text.
    private String silent() {
        if (!"https".equals(base.getScheme())) return nobody();
        return "No HTTPS connection to %s within %d s: it is away, or speaks no HTTPS; %s"
                .formatted(base, CONNECT_MAX.toSeconds(), PLAIN);
    }

    private Failure lost(IOException e) {
        return Failure.unreachable(
                "The connection to %s was lost before its answer had come (%s): look with 'dromos status' whether it serves, and what was done, before you try again"
                        .formatted(base, String.valueOf(e.getMessage())));
    }

    /// Lets go of its connections without waiting for streams.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
