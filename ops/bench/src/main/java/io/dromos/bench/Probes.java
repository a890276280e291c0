package io.dromos.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What the machine itself can do, measured in the same run: no figure of ours can be better.
final class Probes {

    private static final int WRITES = 500;
    private static final int TRIPS = 2_000;
    private static final int BLOCK = 4_096;
    private static final int READ_BLOCK = 1 << 20;
    private static final int READ_BLOCKS = 256;
    private static final int READS = 5;

    private Probes() {}

    /// Milliseconds of each synced write of 4 KiB into a preallocated file.
    static List<Double> syncedWrites(Path directory) throws IOException {
        var file = Files.createTempFile(directory, "probe", ".bin");
        var samples = new ArrayList<Double>();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(WRITES * BLOCK));
            channel.force(true);
            var block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < WRITES; i++) {
                block.clear();
                long begin = System.nanoTime();
                channel.write(block, (long) i * BLOCK);
                channel.force(false);
                samples.add(millis(begin));
            }
        } finally {
            Files.delete(file);
        }
        return samples;
    }

    /// Megabytes a second of reading a file from its begin to its end, from memory if the machine
    /// keeps it there.
    static List<Double> sequentialRead(Path directory) throws IOException {
        var file = Files.createTempFile(directory, "probe", ".bin");
        var samples = new ArrayList<Double>();
        try (var channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            var block = ByteBuffer.allocateDirect(READ_BLOCK);
            for (int i = 0; i < READ_BLOCKS; i++) channel.write(block.clear());
            channel.force(true);
            for (int run = 0; run < READS; run++) {
                long begin = System.nanoTime();
                for (int i = 0; i < READ_BLOCKS; i++)
                    channel.read(block.clear(), (long) i * READ_BLOCK);
                samples.add(READ_BLOCK / 1e3 * READ_BLOCKS / millis(begin));
            }
        } finally {
            Files.delete(file);
        }
        return samples;
    }

    /// Milliseconds of each round trip of one byte over the loopback.
    static List<Double> loopback() throws IOException, InterruptedException {
        var samples = new ArrayList<Double>();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var echo = Thread.ofPlatform().start(() -> echo(server));
            try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                socket.setTcpNoDelay(true);
                for (int i = 0; i < TRIPS; i++) {
                    long begin = System.nanoTime();
                    socket.getOutputStream().write(1);
                    if (socket.getInputStream().read() != 1)
                        throw new IOException("The echo ended");
                    samples.add(millis(begin));
                }
            }
            echo.join();
        }
        return samples;
    }

    private static void echo(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.setTcpNoDelay(true);
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) socket.getOutputStream().write(read);
        } catch (IOException _) {
            // the probe's own side tells
        }
    }

    /// Milliseconds of processor time of this thread so far: what it does costs so much, however
    /// many others want the processors.
    static double threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    }

    /// Of every ten seconds, how much somebody waited for a processor, in percent; NaN where the
    /// kernel does not tell.
    static double pressure() {
        try {
            var line = Files.readAllLines(Path.of("/proc/pressure/cpu")).getFirst();
            return Double.parseDouble(line.replaceAll(".*avg10=([0-9.]+).*", "$1"));
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    static double millis(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
