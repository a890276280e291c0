package io.dromos.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the REST gateway listens, whom it serves, and what it refuses for its size.
///
/// @param host address to listen on
/// @param port to listen on; 0 takes any that is free
/// @param ownNames further names that requests may call the server by, with a port if it is not the
///   one it listens on; `localhost`, `127.0.0.1`, `[::1]` and `host` always are
/// @param credentials who may ask, if not everybody
/// @param limits bounds
public record ApiSettings(
        String host,
        int port,
        List<String> ownNames,
        Optional<Credentials> credentials,
        Limits limits) {

    /// Copies what it is given.
    public ApiSettings {
        ownNames = List.copyOf(ownNames);
    }

    /// On the loopback, for everybody, within the usual bounds.
    public static ApiSettings onLoopback(int port) {
        return new ApiSettings("127.0.0.1", port, List.of(), Optional.empty(), Limits.DEFAULT);
    }

    /// The same, for one user.
    public ApiSettings withCredentials(Credentials some) {
        return new ApiSettings(host, port, ownNames, Optional.of(some), limits);
    }

    /// A user's name and password for HTTP basic.
    public record Credentials(String user, String password) {

        /// Reads Marathon's `--http_credentials user:password`.
        ///
        /// @throws IllegalArgumentException if there is no colon or no user
        public static Credentials parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 1)
                throw new IllegalArgumentException(
                        "--http_credentials wants user:password, with a colon between the two");
            return new Credentials(text.substring(0, colon), text.substring(colon + 1));
        }

        /// Keeps the password out of every log line.
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /// Bounds of what one client, and all together, may ask for.
    ///
    /// @param bodyBytes longest body
    /// @param bodiesBytes all bodies being read at a time
    /// @param headerBytes longest header value, and longest URI
    /// @param headers how many headers a request may have
    /// @param connections open at a time; for one more, that one is ended that asks nothing for the
    ///   longest time
    /// @param idle how long a client may take, from an answer or the beginning, to take the answer
    ///   and send the whole head of its next request
    /// @param body how long a body may take to arrive
    /// @param write how long a change may take, until it is answered that its outcome is not known
    /// @param subscribers of the event stream at a time
    /// @param eventsUnsent how many events may wait for one subscriber, before it is cut off
    /// @param eventBytesUnsent how many bytes of events may wait for one subscriber, before it is
    ///   cut off; a single event may be longer
    /// @param stalled how long a subscriber may take nothing of what waits for it, before it is cut
    ///   off
    /// @param keepAlive between two signs of life on an idle event stream
    /// @param socketBytes how much the kernel may hold of one connection in each direction; Linux
    ///   takes it twice. Of a client that does not read, only what is beyond it can be seen
    public record Limits(
            int bodyBytes,
            int bodiesBytes,
            int headerBytes,
            int headers,
            int connections,
            Duration idle,
            Duration body,
            Duration write,
            int subscribers,
            int eventsUnsent,
            int eventBytesUnsent,
            Duration stalled,
            Duration keepAlive,
            int socketBytes) {

        /// The usual bounds.
        public static final Limits DEFAULT =
                new Limits(
                        8 << 20,
                        64 << 20,
                        8 << 10,
                        64,
                        1_024,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        256,
                        1_024,
                        32 << 20,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        256 << 10);
    }
}
