package io.dromos.journal.embedded;

import io.dromos.journal.Log;
import io.dromos.journal.conformance.LogConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The conformance kit on a real directory.
class EmbeddedLogOnDirectoryTest extends LogConformance {
    @TempDir Path directory;

    @Override
    protected Log open() throws Exception {
        return EmbeddedLog.open(directory.resolve("log"), Settings.standard(DEFINITIONS));
    }
}
