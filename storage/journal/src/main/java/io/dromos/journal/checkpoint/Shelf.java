package io.dromos.journal.checkpoint;

import io.dromos.journal.disk.Disk;
import java.io.IOException;
import java.util.List;

/// Where checkpoints are kept, each under its name: there is the whole of it or nothing.
public interface Shelf {

    /// The files of a disk that holds nothing else.
    static Shelf on(Disk disk) {
        return new DiskShelf(disk);
    }

    /// Where it is, for messages.
    String place();

    /// The names of all that is kept, in no order.
    List<String> names() throws IOException;

    /// What is kept under this name; no bytes if somebody else removed it meanwhile.
    byte[] read(String name) throws IOException;

    /// Keeps these bytes, in place of what had the name before; durable on return.
    void put(String name, byte[] bytes) throws IOException;

    /// Keeps nothing under this name any more.
    void delete(String name) throws IOException;
}
