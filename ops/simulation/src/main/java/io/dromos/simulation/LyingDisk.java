package io.dromos.simulation;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A disk that answers each sync and does nothing.
record LyingDisk(Disk disk) implements Disk {

    @Override
    public String place() {
        return disk.place();
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LyingFile(disk.open(name));
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return disk.openToRead(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncNames() throws IOException {
        disk.syncNames();
    }

    @Override
    public Lock lock() throws IOException {
        return disk.lock();
    }

    private record LyingFile(DiskFile file) implements DiskFile {

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            file.write(bytes, position);
        }

        @Override
        public void sync() {}

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
