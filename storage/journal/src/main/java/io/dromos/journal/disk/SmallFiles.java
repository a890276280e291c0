package io.dromos.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Files that are written and read as a whole.
public final class SmallFiles {
    private static final String UNFINISHED = ".new";

    private SmallFiles() {}

    /// Puts `bytes` under `name`: synced under another name, then renamed, so that there is always
    /// the old file or the new one, whole.
    public static void replace(Disk disk, String name, ByteBuffer bytes) throws IOException {
        var unfinished = name + UNFINISHED;
        disk.delete(unfinished);
        try (var file = disk.open(unfinished)) {
            file.write(bytes, 0);
            file.sync();
        }
        disk.rename(unfinished, name);
        disk.syncNames();
    }

    /// All bytes of the file.
    public static byte[] read(Disk disk, String name) throws IOException {
        try (var file = disk.openToRead(name)) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    /// Whether `name` is what an interrupted [#replace] leaves behind.
    public static boolean isUnfinished(String name) {
        return name.endsWith(UNFINISHED);
    }
}
