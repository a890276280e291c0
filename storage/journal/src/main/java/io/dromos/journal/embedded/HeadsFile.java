package io.dromos.journal.embedded;

import io.dromos.journal.disk.Disk;
import io.dromos.journal.disk.SmallFiles;
import io.dromos.journal.embedded.Heads.Aggregate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [Heads] saved when a segment closes, so that a start need not read the whole log. Holds nothing
/// that the log does not: missing or damaged files are passed over.
final class HeadsFile {
    /// So many are kept, the newest; a start may want an older one, to look over more of the log.
    static final int KEPT_MAX = 8;

    private static final String SUFFIX = ".heads";
    private static final long MAGIC = 0xFF44524F4D4F4831L;

    private HeadsFile() {}

    private static String name(int segment) {
        return "%010d%s".formatted(segment, SUFFIX);
    }

    /// Saves what is known after `segment` and drops the oldest files.
    static void save(Disk disk, int segment, Heads heads) throws IOException {
        SmallFiles.replace(disk, name(segment), ByteBuffer.wrap(encode(segment, heads)));
        var saved = saved(disk);
        for (int old : saved.subList(0, Math.max(0, saved.size() - KEPT_MAX))) {
            disk.delete(name(old));
        }
    }

    /// The segments after which heads were saved, ascending.
    static List<Integer> saved(Disk disk) throws IOException {
        return disk.names().stream()
                .filter(name -> name.matches("\\d{10}\\" + SUFFIX))
                .map(name -> Integer.parseInt(name.substring(0, 10)))
                .sorted()
                .toList();
    }

    /// What was saved after `segment`, or null if it cannot be trusted.
    static @Nullable Heads load(Disk disk, int segment) {
        try {
            return decode(SmallFiles.read(disk, name(segment)), segment);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] encode(int segment, Heads heads) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeInt(segment);
        var fences = List.copyOf(heads.fences().entrySet());
        out.writeInt(fences.size());
        for (var fence : fences) {
            out.writeUTF(fence.getKey());
            out.writeLong(fence.getValue());
        }
        for (var entry : heads.aggregates().entrySet()) {
            out.writeBoolean(true);
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue().last());
            out.writeLong(entry.getValue().hidden());
            out.writeInt(entry.getValue().segment());
        }
        out.writeBoolean(false);
        out.writeInt(Checksum.of(bytes.toByteArray(), 0, bytes.size()));
        return bytes.toByteArray();
    }

    private static @Nullable Heads decode(byte[] bytes, int segment) throws IOException {
        int body = bytes.length - Integer.BYTES;
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (body < 16 || in.readLong() != MAGIC || in.readInt() != segment) {
            return null;
        }
        var check = new DataInputStream(new ByteArrayInputStream(bytes, body, Integer.BYTES));
        if (check.readInt() != Checksum.of(bytes, 0, body)) {
            return null;
        }
        var heads = new Heads();
        for (int left = in.readInt(); left > 0; left--) {
            heads.claimed(in.readUTF(), in.readLong());
        }
        while (in.readBoolean()) {
            heads.put(in.readUTF(), new Aggregate(in.readLong(), in.readLong(), in.readInt()));
        }
        return heads;
    }
}
