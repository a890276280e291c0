package io.dromos.journal.postgres;

import io.dromos.journal.Bytes;
import io.dromos.journal.Chain;
import io.dromos.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The last record this node saw, in a small file, so that the next start knows it.
///
/// It is written often and never synced: it outlives the process, not a power cut. What is lost
/// then is only the comparison, not a record.
final class LastSeen implements AutoCloseable {
    private static final int BYTES = 16 + Long.BYTES + Chain.HASH_BYTES + Integer.BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);

    private LastSeen(FileChannel channel) {
        this.channel = channel;
    }

    static LastSeen in(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return new LastSeen(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    /// What was written last; none if there is nothing whole.
    Optional<Position> read() throws IOException {
        buffer.clear();
        int position = 0;
        for (int n = 0; n >= 0 && buffer.hasRemaining(); position += n) {
            n = channel.read(buffer, position);
        }
        if (buffer.hasRemaining() || buffer.getInt(BYTES - Integer.BYTES) != checksum()) {
            return Optional.empty();
        }
        buffer.flip();
        var incarnation = new UUID(buffer.getLong(), buffer.getLong());
        long offset = buffer.getLong();
        var hash = new byte[Chain.HASH_BYTES];
        buffer.get(hash);
        return Optional.of(new Position(incarnation, offset, Bytes.of(hash)));
    }

    void write(Position seen) throws IOException {
        buffer.clear()
                .putLong(seen.incarnation().getMostSignificantBits())
                .putLong(seen.incarnation().getLeastSignificantBits())
                .putLong(seen.offset())
                .put(seen.hash().array());
        buffer.putInt(checksum()).flip();
        channel.write(buffer, 0);
    }

    private int checksum() {
        var crc = new CRC32C();
        crc.update(buffer.array(), 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was only written cannot fail to close", e);
        }
    }
}
