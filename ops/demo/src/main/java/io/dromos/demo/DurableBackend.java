package io.dromos.demo;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVStore;

/// The store of the demo database. It runs one command at a time and lets its answer go only after
/// the changes are synced to disk.
///
/// The library by itself commits in the background about once a second, so that a kill loses writes
/// that were already answered; and it commits between the single maps of one insert, so that a kill
/// can leave an index entry without its document. Hence background commits are off and a command
/// and its commit share one lock.
final class DurableBackend extends H2Backend {

    private final ReentrantLock oneAtATime = new ReentrantLock();

    /// Opens or creates the file. Fails with H2's `MVStoreException` when another process has it
    /// open.
    static DurableBackend open(Path file) {
        return new DurableBackend(
                new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open());
    }

    private DurableBackend(MVStore store) {
        super(store);
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        oneAtATime.lock();
        try {
            Document answer = super.handleCommand(channel, database, command, query);
            MVStore store = getMvStore();
            if (store.hasUnsavedChanges()) {
                store.commit();
                store.sync();
            }
            return answer;
        } finally {
            oneAtATime.unlock();
        }
    }
}
