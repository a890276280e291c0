package io.dromos.demo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import io.dromos.demo.Locator.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// The guests in a MongoDB collection. It looks for the database when it is first needed and again
/// whenever it does not answer, so that neither a late nor a moved database needs a restart.
final class MongoGuestbook implements Guestbook {

    private static final String COLLECTION = "rsvpdata";
    private static final int PATIENCE_MS = 2_000;
    private static final int READ_MS = 5_000;
    private static final int CONNECTIONS_MAX = 8;
    private static final int HEARTBEAT_MS = 1_000;

    private final Locator locator;
    private final String database;
    private @Nullable Connection connection;

    private record Connection(Endpoint endpoint, MongoClient client) {}

    /// Uses `database` at the place that `locator` names.
    MongoGuestbook(Locator locator, String database) {
        this.locator = locator;
        this.database = database;
    }

    @Override
    public Entries newest(int limit) throws Unreachable {
        return attempt(guests -> {
            List<Guest> newest = new ArrayList<>();
            guests.find().sort(Sorts.descending("_id")).limit(limit).map(this::guest).into(newest);
            return new Entries(List.copyOf(newest), guests.countDocuments());
        });
    }

    @Override
    public void add(Guest guest) throws Unreachable {
        // The id is chosen here, so that a second try after a lost answer cannot add the guest
        // twice.
        var document =
                new Document("_id", new ObjectId())
                        .append("name", guest.name())
                        .append("email", guest.email());
        attempt(guests -> {
            try {
                return guests.insertOne(document).wasAcknowledged();
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return true;
                }
                throw e;
            }
        });
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.client().close();
            connection = null;
        }
    }

    private <T> T attempt(Function<MongoCollection<Document>, T> work) throws Unreachable {
        Connection tried = connect();
        try {
            return work.apply(guests(tried));
        } catch (MongoException
                | IllegalStateException e) { // the latter: closed by another request
            Connection moved = reconnect(tried);
            if (moved.equals(tried)) {
                throw new Unreachable(tried.endpoint() + " does not answer", e);
            }
            return attemptAgain(moved, work);
        }
    }

    private <T> T attemptAgain(Connection moved, Function<MongoCollection<Document>, T> work)
            throws Unreachable {
        try {
            return work.apply(guests(moved));
        } catch (MongoException | IllegalStateException e) {
            throw new Unreachable(moved.endpoint() + " does not answer", e);
        }
    }

    private synchronized Connection connect() throws Unreachable {
        if (connection == null) {
            connection = open(locate());
        }
        return connection;
    }

    /// The connection to use after `tried` failed: the same one if the database has not moved.
    private synchronized Connection reconnect(Connection tried) throws Unreachable {
        Endpoint now = locate();
        if (connection != null && !connection.endpoint().equals(now)) {
            connection.client().close();
            connection = null;
        }
        return Objects.equals(connection, tried) ? tried : connect();
    }

    private Endpoint locate() throws Unreachable {
        try {
            return locator.locate();
        } catch (IOException e) {
            throw new Unreachable("the database's address is not known: " + e.getMessage(), e);
        }
    }

    private MongoCollection<Document> guests(Connection at) {
        return at.client().getDatabase(database).getCollection(COLLECTION);
    }

    private Guest guest(Document document) {
        return new Guest(
                Objects.toString(document.get("name"), ""),
                Objects.toString(document.get("email"), ""));
    }

    private static Connection open(Endpoint endpoint) {
        var settings =
                MongoClientSettings.builder()
                        .applicationName("rsvp")
                        .retryWrites(false)
                        .writeConcern(WriteConcern.JOURNALED)
                        .applyToClusterSettings(cluster ->
                                cluster.hosts(
                                                List.of(
                                                        new ServerAddress(
                                                                endpoint.host(), endpoint.port())))
                                        .serverSelectionTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                                        .readTimeout(READ_MS, TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxSize(CONNECTIONS_MAX)
                                        .maxWaitTime(PATIENCE_MS, TimeUnit.MILLISECONDS))
                        .applyToServerSettings(server ->
                                server.heartbeatFrequency(HEARTBEAT_MS, TimeUnit.MILLISECONDS))
                        .build();
        return new Connection(endpoint, MongoClients.create(settings));
    }
}
