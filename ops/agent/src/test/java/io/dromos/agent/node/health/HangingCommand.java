package io.dromos.agent.node.health;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/// A command beside a task that runs until a test ends it, without a process.
final class HangingCommand extends Process implements Beside {
    private final CountDownLatch end;

    HangingCommand(CountDownLatch end) {
        this.end = end;
    }

    @Override
    public Process process() {
        return this;
    }

    @Override
    public boolean announces() {
        return false;
    }

    @Override
    public void end(String announcement) {}

    @Override
    public int waitFor() throws InterruptedException {
        end.await();
        return 0;
    }

    @Override
    public int exitValue() {
        if (end.getCount() > 0) throw new IllegalThreadStateException("it runs");
        return 0;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public void destroy() {}

    @Override
    public Process destroyForcibly() {
        return this;
    }
}
