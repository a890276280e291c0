package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// What may be wrong with a log that forgets one kind of sync, answers before it, or trusts it
/// after it failed: put between the log and its disk.
enum SyncFault {
    /// All is well.
    NONE(Kind.NONE, How.LEFT_OUT),
    FRAMES_ARE_NOT_SYNCED(Kind.FRAME, How.LEFT_OUT),
    FRAMES_ARE_ANSWERED_EARLY(Kind.FRAME, How.LATE),
    FAILED_SYNCS_ARE_TRIED_AGAIN(Kind.FRAME, How.TRIED_AGAIN),
    HEADERS_ARE_NOT_SYNCED(Kind.HEADER, How.LEFT_OUT),
    HEADERS_ARE_ANSWERED_EARLY(Kind.HEADER, How.LATE),
    WHAT_A_START_FOUND_IS_NOT_SYNCED(Kind.FIRST, How.LEFT_OUT),
    CHECKPOINTS_ARE_NOT_SYNCED(Kind.CHECKPOINT, How.LEFT_OUT),
    NAMES_ARE_NOT_SYNCED(Kind.NAMES, How.LEFT_OUT);

    private final Kind struck;
    private final How how;

    private enum Kind {
        NONE,
        FRAME,
        HEADER,
        FIRST,
        CHECKPOINT,
        NAMES
    }

    private enum How {
        LEFT_OUT,
        LATE,
        TRIED_AGAIN
    }

    /// One sync that is asked for.
    ///
    /// @param name of the file
    /// @param position of the last write
    /// @param used whether that wrote anything but zeros
    /// @param first whether it is the first one of a file that a start found
    private record Sync(String name, long position, boolean used, boolean first) {
        private boolean is(Kind kind) {
            boolean segment = name.endsWith(".log");
            return switch (kind) {
                case NONE, NAMES -> false;
                case FRAME -> segment && used && position >= SegmentHeader.BYTES;
                case HEADER -> segment && used && position == 0;
                case FIRST -> segment && first;
                case CHECKPOINT -> name.startsWith("checkpoint-");
            };
        }
    }

    SyncFault(Kind struck, How how) {
        this.struck = struck;
        this.how = how;
    }

    /// The disk with this fault before it.
    Disk on(Disk disk) {
        return new FaultyDisk(this, disk);
    }

    private record FaultyDisk(SyncFault fault, Disk real) implements Disk {
        @Override
        public String place() {
            return real.place();
        }

        @Override
        public List<String> names() throws IOException {
            return real.names();
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return new FaultyFile(fault, name, real.open(name));
        }

        @Override
        public DiskFile openToRead(String name) throws IOException {
            return real.openToRead(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            real.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            real.delete(name);
        }

        @Override
        public void syncNames() throws IOException {
            if (fault.struck != Kind.NAMES) {
                real.syncNames();
            }
        }

        @Override
        public Lock lock() throws IOException {
            return real.lock();
        }
    }

    private static final class FaultyFile implements DiskFile {
        private final SyncFault fault;
        private final String name;
        private final DiskFile real;
        private boolean first;
        private boolean owed;
        private long position;
        private boolean used;

        private FaultyFile(SyncFault fault, String name, DiskFile real) throws IOException {
            this.fault = fault;
            this.name = name;
            this.real = real;
            this.first = real.size() > 0;
        }

        @Override
        public int read(ByteBuffer into, long from) throws IOException {
            return real.read(into, from);
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            if (owed) {
                owed = false;
                real.sync();
            }
            position = at;
            used = !bytes.equals(ByteBuffer.allocate(bytes.remaining()));
            real.write(bytes, at);
        }

        @Override
        public void sync() throws IOException {
            var sync = new Sync(name, position, used, first);
            first = false;
            if (!sync.is(fault.struck)) {
                real.sync();
                return;
            }
            switch (fault.how) {
                case LEFT_OUT -> {}
                case LATE -> owed = true;
                case TRIED_AGAIN -> syncUntilItSucceeds();
            }
        }

        private void syncUntilItSucceeds() throws IOException {
            try {
                real.sync();
            } catch (IOException e) {
                real.sync();
            }
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
