package io.dromos.journal.checkpoint;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.SmallFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Checkpoints as the files of a directory that holds nothing else.
record DiskShelf(Disk disk) implements Shelf {

    @Override
    public String place() {
        return disk.place();
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names().stream().filter(name -> !SmallFiles.isUnfinished(name)).toList();
    }

    @Override
    public byte[] read(String name) throws IOException {
        return SmallFiles.read(disk, name);
    }

    /// Removes, too, what interrupted writes have left.
    @Override
    public void put(String name, byte[] bytes) throws IOException {
        SmallFiles.replace(disk, name, ByteBuffer.wrap(bytes));
        for (var left : disk.names()) if (SmallFiles.isUnfinished(left)) disk.delete(left);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }
}
