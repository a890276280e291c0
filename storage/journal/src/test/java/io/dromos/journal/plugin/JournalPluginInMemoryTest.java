package io.dromos.journal.plugin;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.JournalConformance;
import io.dromos.journal.disk.MemoryDisk;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.time.InstantSource;
import java.util.Set;

/// The plug-in's conformance kit on the disk in memory, across many small segments.
class JournalPluginInMemoryTest extends JournalConformance {
    @Override
    protected Log openLog() throws Exception {
        var settings = Settings.standard(Set.of()).withSegmentBytes(9 << 10);
        return EmbeddedLog.open(new MemoryDisk(), settings, InstantSource.system());
    }
}
