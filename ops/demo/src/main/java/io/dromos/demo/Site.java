package io.dromos.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dromos.demo.Guest.Unclear;
import io.dromos.demo.Guest.Welcome;
import io.dromos.demo.Page.Draft;
import io.dromos.demo.Page.Identity;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pages of the site: `GET /`, `POST /new`, `GET /style.css` and `GET /health`. The last
/// answers for the page alone: a page whose database is away need not be restarted.
final class Site implements HttpHandler {

    private static final int GUESTS_SHOWN = 200;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<String, Set<String>> METHODS =
            Map.of(
                    "/", Set.of("GET", "HEAD"),
                    "/style.css", Set.of("GET", "HEAD"),
                    "/health", Set.of("GET", "HEAD"),
                    "/new", Set.of("POST"));

    private final Guestbook guestbook;
    private final Identity identity;

    private record Answer(int status, String type, String body, String location) {
        static Answer of(int status, String type, String body) {
            return new Answer(status, type, body, "");
        }
    }

    Site(Guestbook guestbook, Identity identity) {
        this.guestbook = guestbook;
        this.identity = identity;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answerOrApologize(exchange));
        }
    }

    private Answer answerOrApologize(HttpExchange exchange) throws IOException {
        try {
            return answer(exchange);
        } catch (RuntimeException e) {
            Program.say("rsvp: " + exchange.getRequestURI() + " failed: " + e);
            return notice(500, "Sorry", "Something went wrong here. It has been noted.");
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Set<String> methods = METHODS.get(path);
        if (methods == null) {
            return notice(404, "Not found", "There is no such page here.");
        }
        if (!methods.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders()
                    .set("Allow", String.join(", ", methods.stream().sorted().toList()));
            return notice(405, "Not allowed", "This page does not take that kind of request.");
        }
        return switch (path) {
            case "/new" -> submit(exchange);
            case "/style.css" -> Answer.of(200, "text/css; charset=utf-8", Page.STYLE);
            case "/health" -> Answer.of(200, PLAIN, "ok\n");
            default -> show(200, Draft.EMPTY);
        };
    }

    private Answer show(int status, Draft draft) {
        try {
            return Answer.of(
                    status, HTML, Page.guests(identity, guestbook.newest(GUESTS_SHOWN), draft));
        } catch (Guestbook.Unreachable e) {
            return away(
                    e, "The guest list is not available right now. Please try again in a moment.");
        }
    }

    private Answer submit(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        if (fromElsewhere(headers.getFirst("Origin"), headers.getFirst("Host"))) {
            return notice(403, "Not taken", "The form was sent from another site.");
        }
        String type = headers.getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return notice(415, "Not taken", "Please use the form on the page.");
        }
        byte[] body = exchange.getRequestBody().readNBytes(Form.BODY_MAX + 1);
        if (body.length > Form.BODY_MAX) {
            return notice(413, "Not taken", "That is more than the form can hold.");
        }
        return switch (Form.parse(new String(body, UTF_8))) {
            case Form.Fields fields -> take(fields);
            case Form.Damaged() ->
                    notice(400, "Not taken", "The form was damaged on its way. Please try again.");
        };
    }

    private Answer take(Form.Fields form) {
        String name = form.field("name");
        String email = form.field("email");
        return switch (Guest.read(name, email)) {
            case Unclear(String what) -> show(422, new Draft(what, name, email));
            case Welcome(Guest guest) -> add(guest);
        };
    }

    private Answer add(Guest guest) {
        try {
            guestbook.add(guest);
            return new Answer(303, PLAIN, "", "/");
        } catch (Guestbook.Unreachable e) {
            return away(
                    e,
                    "The guest list is not available right now, and your name may not have been saved."
                            + " Please look again in a moment.");
        }
    }

    private Answer away(Guestbook.Unreachable e, String sentence) {
        Program.say("rsvp: " + e.getMessage());
        return notice(503, "One moment", sentence);
    }

    private Answer notice(int status, String title, String sentence) {
        return Answer.of(status, HTML, Page.notice(identity, title, sentence));
    }

    /// A browser names the page that a form came from; other programs name none.
    private static boolean fromElsewhere(@Nullable String origin, @Nullable String host) {
        return origin != null && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors 'none'");
        if (answer.status() == 503) {
            headers.set("Retry-After", "2");
        }
        if (!answer.location().isEmpty()) {
            headers.set("Location", answer.location());
        }
        byte[] body = answer.body().getBytes(UTF_8);
        boolean silent = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), silent ? -1 : body.length);
        if (!silent) {
            exchange.getResponseBody().write(body);
        }
    }
}
