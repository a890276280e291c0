package io.dromos.probe;

/// What is asked over the network. Addresses are never part of it: a task is asked at its own.
public sealed interface Endpoint {
    /// The port at the task's own address.
    int port();

    /// Whether over IPv6.
    boolean newer();

    /// A GET request.
    ///
    /// @param secure over TLS, whose certificate is not verified
    /// @param port at the task's own address
    /// @param path with a query, if it has one; begins with `/`
    /// @param newer whether over IPv6
    /// @param redirectsMax how many redirects to the same place are followed
    /// @param bodyMax how many bytes of the answer's body are read, at most; 0 for none
    record Http(boolean secure, int port, String path, boolean newer, int redirectsMax, int bodyMax)
            implements Endpoint {

        /// How many redirects Mesos' checks follow, about.
        public static final int REDIRECTS = 5;

        /// One as Mesos' checks ask it: redirects are followed, bodies are not looked at.
        public Http(boolean secure, int port, String path, boolean newer) {
            this(secure, port, path, newer, REDIRECTS, 0);
        }
    }

    /// A connection, closed as soon as it is there.
    ///
    /// @param port at the task's own address
    /// @param newer whether over IPv6
    record Tcp(int port, boolean newer) implements Endpoint {}
}
