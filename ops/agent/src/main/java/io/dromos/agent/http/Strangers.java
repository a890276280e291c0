package io.dromos.agent.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Refuses writes that a web page of another origin could have caused: a browser on this machine is
/// a stranger, although it connects from loopback.
public final class Strangers {
    private Strangers() {}

    /// A reason to refuse this request, if there is one. Reads are never refused.
    ///
    /// @param names host names of ours, besides `localhost` and plain IP addresses
    public static Optional<String> refusal(Request request, Set<String> names) {
        if (!request.writes()) {
            return Optional.empty();
        }
        String site = request.header("Sec-Fetch-Site").orElse("none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            return Optional.of(
                    "Requests of another site are refused (Sec-Fetch-Site: " + site + ")");
        }
        String host = request.header("Host").orElse("");
        if (!isOurs(hostOf(host), names)) {
            return Optional.of(
                    "Host '" + host + "' is not a name of this server (see --host-name)");
        }
        Optional<String> origin = request.header("Origin");
        if (origin.isPresent() && !authorityOf(origin.get()).equalsIgnoreCase(host)) {
            return Optional.of("Requests of origin '" + origin.get() + "' are refused");
        }
        return Optional.empty();
    }

    private static boolean isOurs(String host, Set<String> names) {
        boolean literal = host.startsWith("[") || host.matches("[0-9]{1,3}([.][0-9]{1,3}){3}");
        return host.isEmpty() || literal || host.equals("localhost") || names.contains(host);
    }

    private static String hostOf(String header) {
        int colon = header.startsWith("[") ? header.indexOf("]:") + 1 : header.indexOf(':');
        String host = colon > 0 ? header.substring(0, colon) : header;
        return host.toLowerCase(Locale.ROOT);
    }

    private static String authorityOf(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
