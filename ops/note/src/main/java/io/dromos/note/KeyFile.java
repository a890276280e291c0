package io.dromos.note;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/// Keys in files.
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");
    private static final int BYTES_MAX = 4_096;

    private KeyFile() {}

    /// Puts a private key into a new file that only its owner may read; it is there whole or not at
    /// all.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if the file is there
    public static void write(Path file, SigningKey key) throws IOException {
        var target = file.toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS))
            throw new FileAlreadyExistsException(target.toString());
        var fresh = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        try {
            fill(fresh, key);
            Files.move(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (var directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void fill(Path fresh, SigningKey key) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var attribute = PosixFilePermissions.asFileAttribute(OWNER);
        try (var channel = FileChannel.open(fresh, options, attribute)) {
            var bytes = ByteBuffer.wrap(key.text().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    /// Reads a private key.
    public static SigningKey signing(Path file) throws IOException, BadNote {
        return SigningKey.parse(text(file));
    }

    /// Reads a public key, from a file of its own or from that of its private key.
    public static VerifierKey verifier(Path file) throws IOException, BadNote {
        for (var line : text(file).lines().toList())
            if (!line.isBlank() && !SigningKey.isPrivate(line)) return VerifierKey.parse(line);
        throw new BadNote("there is no public key in it");
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    /// Whether others than its owner may read it.
    public static boolean isOpenToOthers(Path file) throws IOException {
        var allowed = Files.getPosixFilePermissions(file);
        return allowed.contains(PosixFilePermission.GROUP_READ)
                || allowed.contains(PosixFilePermission.OTHERS_READ);
    }
}
