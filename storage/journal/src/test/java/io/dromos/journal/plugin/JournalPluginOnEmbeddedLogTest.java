package io.dromos.journal.plugin;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.JournalConformance;
import io.dromos.journal.embedded.EmbeddedLog;
import io.dromos.journal.embedded.Settings;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// The plug-in's conformance kit on the embedded store and a real directory.
class JournalPluginOnEmbeddedLogTest extends JournalConformance {
    @TempDir Path directory;

    @Override
    protected Log openLog() throws Exception {
        return EmbeddedLog.open(directory, Settings.standard(Set.of()));
    }
}
