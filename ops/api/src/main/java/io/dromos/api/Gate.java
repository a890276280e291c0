package io.dromos.api;

import io.dromos.api.ApiSettings.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides whether a request is served at all, before anything else looks at it.
///
/// A browser on the same machine is a stranger: any page in it can send requests here. So a request
/// must call the server by a name of its own, and one that may change something must not come from
/// another origin and must say that it is JSON, which a plain form cannot.
public final class Gate {

    private final Set<String> authorities = new HashSet<>();
    private final Optional<Credentials> credentials;

    private Gate(Optional<Credentials> credentials) {
        this.credentials = credentials;
    }

    /// The gate of a server that listens on this port.
    ///
    /// @param names its own, with a port if they are called with another one
    public static Gate of(List<String> names, int port, Optional<Credentials> credentials) {
        var gate = new Gate(credentials);
        for (var name : names) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (hasPort(lower)) {
                gate.authorities.add(lower);
                continue;
            }
            gate.authorities.add(lower + ":" + port);
            if (port == 80) gate.authorities.add(lower);
        }
        return gate;
    }

    /// What becomes of a request.
    public sealed interface Verdict {

        /// It is served, for this user.
        record Pass(String principal) implements Verdict {}

        /// It is refused.
        record Refuse(Reply reply) implements Verdict {}
    }

    /// Judges a request by its method and headers alone.
    public Verdict judge(Call call) {
        var host = call.header("host").map(it -> it.toLowerCase(Locale.ROOT));
        if (host.isEmpty() || !authorities.contains(host.get()))
            return refuse(
                    403,
                    "This server does not answer to the name '%s': name it with --hostname"
                            .formatted(host.orElse("")));
        var principal = principal(call);
        if (principal.isEmpty()) return new Verdict.Refuse(unauthorized(call));
        if (call.isWrite()) {
            var refused = write(call);
            if (refused.isPresent()) return refused.get();
        }
        return new Verdict.Pass(principal.get());
    }

    private Optional<Verdict> write(Call call) {
        for (var origin : call.headers("origin"))
            if (!isOwn(origin))
                return Optional.of(
                        refuse(403, "A page of another origin may not change anything here"));
        for (var site : call.headers("sec-fetch-site"))
            if (!site.equalsIgnoreCase("same-origin") && !site.equalsIgnoreCase("none"))
                return Optional.of(
                        refuse(403, "A page of another site may not change anything here"));
        if (isBrowser(call) && !isJson(call))
            return Optional.of(
                    refuse(415, "A browser must say Content-Type: application/json to write"));
        return Optional.empty();
    }

    private boolean isOwn(String origin) {
        var lower = origin.toLowerCase(Locale.ROOT);
        int scheme = lower.indexOf("://");
        if (scheme < 0) return false;
        var authority = lower.substring(scheme + 3);
        return authorities.contains(authority);
    }

    private static boolean isBrowser(Call call) {
        return call.headers().keySet().stream()
                .anyMatch(name -> name.equals("origin") || name.startsWith("sec-fetch-"));
    }

    /// Whether the request says that its body is JSON.
    static boolean isJson(Call call) {
        return call.header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> type.equals(Reply.JSON))
                .isPresent();
    }

    private Optional<String> principal(Call call) {
        if (credentials.isEmpty()) return Optional.of("anonymous");
        var wanted = credentials.get();
        var given =
                call.header("authorization")
                        .filter(it -> it.regionMatches(true, 0, "Basic ", 0, 6))
                        .map(it -> decoded(it.substring(6).strip()))
                        .orElse(new byte[0]);
        var secret = (wanted.user() + ":" + wanted.password()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(digest(given), digest(secret))
                ? Optional.of(wanted.user())
                : Optional.empty();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /// Digests have one length, so that comparing tells nothing of the secret's.
    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static Reply unauthorized(Call call) {
        var page =
                "<html><head><title>401 Unauthorized</title></head><body>"
                        + "Authentication is required</body></html>";
        return Reply.text(401, "text/html", EventStream.isFor(call) ? "" : page)
                .with("WWW-Authenticate", "Basic realm=\"Dromos\"");
    }

    private static Verdict refuse(int status, String message) {
        return new Verdict.Refuse(Reply.message(status, message));
    }

    private static boolean hasPort(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') && colon > 0;
    }
}
