package io.dromos.journal.disk;

import java.io.IOException;

/// The disk has no room left, or our quota of it.
public final class DiskFull extends IOException {
    private static final long serialVersionUID = 1L;

    /// Names what could not be written.
    public DiskFull(String what) {
        super(what);
    }

    /// Names what could not be written and why.
    public DiskFull(String what, Throwable cause) {
        super(what, cause);
    }
}
