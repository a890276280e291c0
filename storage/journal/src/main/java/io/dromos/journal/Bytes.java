package io.dromos.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A run of bytes with value equality: a JSON text, a digest or a hash.
///
/// Nothing is copied, neither on the way in nor on the way out, because facts pass through here by
/// the million; whoever wraps or unwraps an array promises not to change it afterwards.
public final class Bytes {
    /// No bytes at all.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /// Wraps `array`, which belongs to the value from here on.
    public static Bytes of(byte[] array) {
        return new Bytes(array);
    }

    /// The UTF-8 bytes of `text`.
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// `length` zero bytes.
    public static Bytes zeros(int length) {
        return new Bytes(new byte[length]);
    }

    /// The next `length` bytes of `buffer`, copied; moves its position.
    static Bytes read(ByteBuffer buffer, int length) {
        var array = new byte[length];
        buffer.get(array);
        return new Bytes(array);
    }

    /// The wrapped array itself, not to be changed.
    public byte[] array() {
        return array;
    }

    /// How many bytes there are.
    public int size() {
        return array.length;
    }

    /// The bytes read as UTF-8.
    public String text() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /// The bytes as lower-case hexadecimal digits.
    public String hex() {
        return HexFormat.of().formatHex(array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /// At most 24 bytes in hexadecimal, for messages.
    @Override
    public String toString() {
        return array.length <= 32
                ? hex()
                : HexFormat.of().formatHex(array, 0, 24) + "… (" + array.length + " bytes)";
    }
}
