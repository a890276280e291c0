package io.dromos.journal.checkpoint;

import io.dromos.journal.Bytes;
import io.dromos.journal.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// A checkpoint as bytes: a mark, what it names, the states, and the SHA-256 of all before.
final class CheckpointFormat {

    private static final String MARK = "DROMOS checkpoint 1";
    private static final int DIGEST = 32;
    private static final int PIECE = 64 << 10;

    private CheckpointFormat() {}

    static byte[] write(Checkpoint checkpoint) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(MARK);
            out.writeUTF(checkpoint.fingerprint());
            var position = checkpoint.position();
            out.writeLong(position.incarnation().getMostSignificantBits());
            out.writeLong(position.incarnation().getLeastSignificantBits());
            out.writeLong(position.offset());
            write(out, position.hash());
            out.writeInt(checkpoint.states().size());
            for (var entry : checkpoint.states()) {
                out.writeUTF(entry.persistenceId());
                out.writeLong(entry.sequenceNr());
                out.writeBoolean(entry.whole());
                write(out, entry.state());
            }
            out.flush();
            out.write(digest(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /// The checkpoint behind these bytes; none if they are not just what [#write] made.
    static Optional<Checkpoint> read(byte[] bytes) {
        int size = bytes.length - DIGEST;
        if (size < 0) return Optional.empty();
        var digest = Arrays.copyOfRange(bytes, size, bytes.length);
        if (!MessageDigest.isEqual(digest, digest(bytes, size))) return Optional.empty();
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, size))) {
            if (!in.readUTF().equals(MARK)) return Optional.empty();
            var fingerprint = in.readUTF();
            var incarnation = new UUID(in.readLong(), in.readLong());
            var position = new Position(incarnation, in.readLong(), bytes(in));
            int count = in.readInt();
            var states = new ArrayList<Checkpoint.Entry>();
            for (int i = 0; i < count; i++)
                states.add(
                        new Checkpoint.Entry(
                                in.readUTF(), in.readLong(), in.readBoolean(), bytes(in)));
            return Optional.of(new Checkpoint(position, fingerprint, states));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.array());
    }

    private static Bytes bytes(DataInputStream in) throws IOException {
        return Bytes.of(in.readNBytes(in.readInt()));
    }

    private static byte[] digest(byte[] bytes, int size) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            // In one piece all of it would go through code that is not compiled yet.
            for (int from = 0; from < size; from += PIECE)
                sha.update(bytes, from, Math.min(PIECE, size - from));
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
