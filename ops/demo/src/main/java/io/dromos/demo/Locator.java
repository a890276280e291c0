package io.dromos.demo;

import java.io.IOException;

/// Finds where the database listens.
@FunctionalInterface
interface Locator {

    /// A host (a name or an address) and a port.
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// Looks now; the answer may differ from the last one. Fails when the name is unknown or the
    /// name server does not answer.
    Endpoint locate() throws IOException;

    /// A fixed host and port, left to the resolver of the operating system.
    static Locator fixed(Endpoint endpoint) {
        return () -> endpoint;
    }
}
