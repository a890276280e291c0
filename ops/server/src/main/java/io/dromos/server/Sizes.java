package io.dromos.server;

import io.dromos.feed.Checkpointer;
import io.dromos.journal.embedded.Settings;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often a server writes a checkpoint, and how large a segment of the embedded log is.
///
/// Every server has the standard ones. Others are for tests that meet many checkpoints and segments
/// in a short time: only system properties of the process set them; no flag, file or variable does.
///
/// @param checkpointRecords how many records pass between two checkpoints, from 1
/// @param segmentBytes the size of a segment, from 8 KiB to 1 GiB
public record Sizes(long checkpointRecords, int segmentBytes) {

    /// The system property that sets how many records pass between two checkpoints.
    public static final String CHECKPOINT_RECORDS = "dromos.checkpoint.records";

    /// The system property that sets the bytes of a segment.
    public static final String SEGMENT_BYTES = "dromos.segment.bytes";

    static final Sizes STANDARD =
            new Sizes(Checkpointer.EVERY_RECORDS, Settings.standard(Set.of()).segmentBytes());

    private static final Logger LOG = LoggerFactory.getLogger(Sizes.class);
    private static final int SEGMENT_MIN = 8 << 10;
    private static final int SEGMENT_MAX = 1 << 30;

    /// As the system properties of this process say.
    ///
    /// @throws StartRefused if one of them is no number, or none that can be
    static Sizes asSet() {
        var sizes =
                new Sizes(
                        number(
                                CHECKPOINT_RECORDS,
                                1,
                                Integer.MAX_VALUE,
                                STANDARD.checkpointRecords()),
                        (int)
                                number(
                                        SEGMENT_BYTES,
                                        SEGMENT_MIN,
                                        SEGMENT_MAX,
                                        STANDARD.segmentBytes()));
        if (!sizes.equals(STANDARD)) LOG.warn("Set for a test: {}", sizes);
        return sizes;
    }

    private static long number(String property, long least, long most, long standard) {
        var text = System.getProperty(property);
        if (text == null) return standard;
        try {
            long number = Long.parseLong(text);
            if (least <= number && number <= most) return number;
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new StartRefused(
                "-D%s=%s: wants a whole number from %d to %d"
                        .formatted(property, text, least, most));
    }
}
