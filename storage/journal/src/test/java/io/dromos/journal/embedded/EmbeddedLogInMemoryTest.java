package io.dromos.journal.embedded;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.LogConformance;
import io.dromos.journal.disk.MemoryDisk;
import java.time.InstantSource;

/// The conformance kit on the disk in memory, with segments so small that everything crosses them.
class EmbeddedLogInMemoryTest extends LogConformance {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    protected Log open() throws Exception {
        var settings = Settings.standard(DEFINITIONS).withSegmentBytes(16 << 10);
        return EmbeddedLog.open(disk, settings, InstantSource.system());
    }
}
