package io.dromos.server.crash;

import io.dromos.journal.checkpoint.Shelf;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.io.IOException;
import java.util.List;

/// A shelf with a seam before a checkpoint is kept, and after it is durable and before older ones
/// go.
record CrashingShelf(Shelf shelf, Crash crash) implements Shelf {

    @Override
    public String place() {
        return shelf.place();
    }

    @Override
    public List<String> names() throws IOException {
        return shelf.names();
    }

    @Override
    public byte[] read(String name) throws IOException {
        return shelf.read(name);
    }

    @Override
    public void put(String name, byte[] bytes) throws IOException {
        crash.at(Effect.CHECKPOINT, Moment.BEFORE);
        shelf.put(name, bytes);
        crash.at(Effect.CHECKPOINT, Moment.AFTER);
    }

    @Override
    public void delete(String name) throws IOException {
        shelf.delete(name);
    }
}
