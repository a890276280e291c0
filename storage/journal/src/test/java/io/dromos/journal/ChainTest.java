package io.dromos.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The chain as anybody may compute it with SHA-256 and nothing of ours.
class ChainTest {

    private static final Instant DECIDED = Instant.parse("2026-01-01T00:00:00.000001Z");
    private static final Instant COMMITTED = Instant.parse("2026-01-01T00:00:00.000002Z");
    private static final Bytes PAYLOAD = Bytes.of("{}".getBytes(StandardCharsets.UTF_8));

    @Test
    void a_digest_covers_all_that_the_writer_decided() throws Exception {
        var out = new ByteArrayOutputStream();
        var data = new DataOutputStream(out);
        text(data, "app|/web");
        data.writeLong(7);
        data.writeLong(1_767_225_600_000_001L);
        text(data, "app.removed.v1");
        text(data, "{}");
        text(data, "{}");
        assertThat(digest().array()).isEqualTo(sha256(out.toByteArray()));
    }

    @Test
    void a_hash_covers_place_time_and_everything_before() throws Exception {
        var before = Bytes.of(sha256(new byte[] {1}));
        var out = new ByteArrayOutputStream();
        var data = new DataOutputStream(out);
        data.write(before.array());
        data.writeLong(42);
        data.writeLong(1_767_225_600_000_002L);
        data.write(digest().array());
        var hash = new Chain().hash(before, 42, COMMITTED, digest());
        assertThat(hash.array()).isEqualTo(sha256(out.toByteArray()));
    }

    private static Bytes digest() {
        return new Chain().digest("app|/web", 7, DECIDED, "app.removed.v1", PAYLOAD, PAYLOAD);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
