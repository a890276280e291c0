package io.dromos.journal.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC32C over part of an array or of a buffer that has one.
final class Checksum {
    private Checksum() {}

    static int of(ByteBuffer buffer, int at, int length) {
        return of(buffer.array(), buffer.arrayOffset() + at, length);
    }

    static int of(byte[] array, int at, int length) {
        var crc = new CRC32C();
        crc.update(array, at, length);
        return (int) crc.getValue();
    }
}
