package io.dromos.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The head of an answer, and then its body without the lengths of its chunks.
final class Dechunked extends InputStream {

    private final InputStream in;
    private int matched;
    private boolean head = true;
    private int left;

    Dechunked(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    @Override
    public int read() throws IOException {
        if (head) return inHead();
        if (left == 0) left = length();
        if (left == 0) return -1;
        left--;
        int read = in.read();
        if (left == 0) {
            in.read();
            in.read();
        }
        return read;
    }

    private int inHead() throws IOException {
        int read = in.read();
        matched = read == "\r\n\r\n".charAt(matched) ? matched + 1 : read == '\r' ? 1 : 0;
        head = matched < 4;
        return read;
    }

    private int length() throws IOException {
        var digits = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) return 0;
            if (read != '\r') digits.append((char) read);
        }
        return Integer.parseInt(digits.toString(), 16);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int first = read();
        if (first < 0) return -1;
        bytes[from] = (byte) first;
        int read = 1;
        while (read < length && in.available() > 0) {
            int next = read();
            if (next < 0) break;
            bytes[from + read++] = (byte) next;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
