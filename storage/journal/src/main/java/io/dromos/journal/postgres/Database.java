package io.dromos.journal.postgres;

import java.util.Optional;

/// Where the database is, and who we are there. The password appears in no text made of this.
///
/// @param url a JDBC URL, `jdbc:postgresql://host:port/database?key=value`; several hosts may be
///   named, of which the one that accepts writes is used
/// @param user instead of the one in the URL
/// @param password instead of the one in the URL
public record Database(String url, Optional<String> user, Optional<String> password) {
    private static final String SCHEME = "jdbc:postgresql:";

    /// Refuses URLs that are not of PostgreSQL.
    public Database {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "a database is given as %s//HOST:PORT/DATABASE".formatted(SCHEME));
        }
    }

    /// The database at this URL, which names the user and password as well.
    public static Database at(String url) {
        return new Database(url, Optional.empty(), Optional.empty());
    }

    /// Hosts, ports and name of the database, for people.
    public String place() {
        int query = url.indexOf('?');
        return url.substring(SCHEME.length(), query < 0 ? url.length() : query)
                .replaceFirst("^//[^/]*@", "//");
    }

    @Override
    public String toString() {
        return place();
    }
}
