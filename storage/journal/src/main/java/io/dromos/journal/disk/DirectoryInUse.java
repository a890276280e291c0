package io.dromos.journal.disk;

import java.io.IOException;

/// Another process has the directory.
public final class DirectoryInUse extends IOException {
    private static final long serialVersionUID = 1L;

    /// Names the directory, who has it, and what to do.
    public DirectoryInUse(String directory, String owner) {
        super(
                "%s is in use by %s: stop that one first, or choose another data directory"
                        .formatted(directory, owner));
    }
}
