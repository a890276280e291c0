package io.dromos.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values are those of Mesos-DNS.
class LabelsTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "-, ''",
        "a---, a",
        "---a---b, a---b",
        "-4abc123, 4abc123",
        "a.b.c.d.e, a-b-c-d-e",
        "a.c.d_de., a-c-d-de",
        "r29f.dev.angrypigs, r29f-dev-angrypigs",
        "MiXeD Case, mixedcase",
        "fd%gsf---gs7-f$gs--d7fddg-123, fdgsf---gs7-fgs--d7fddg-123",
        "fd%gsf---gs7-f$gs--d7fddg123456789012345678901234567890123456789-123,"
                + " fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891",
        "%%fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789---123,"
                + " fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891",
        "##fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789-,"
                + " fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789",
        "hello--------------------------------------------------------f,"
                + " hello--------------------------------------------------------f",
        "hello----------------------------------------------------------f, hellof",
    })
    void any_text_becomes_one_label(String text, String label) {
        assertThat(Labels.label(text)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "..., ''",
        ".a..c., a.c",
        "(@ host . com, host.com",
        "pod_123$abc.marathon-0.6.0-dev.mesos, pod-123abc.marathon-0.6.0-dev.mesos",
        "chronos with a space AND MIXED CASE-2.0.1, chronoswithaspaceandmixedcase-2.0.1",
    })
    void dots_of_a_framework_name_stay(String text, String fragment) {
        assertThat(Labels.fragment(text)).isEqualTo(fragment);
    }

    @ParameterizedTest
    @CsvSource({
        "liquor-store.b8db9f73-562f-11e4-a088-c20493233aa5, 4dfjd",
        "liquor-store.b71166c1-562f-11e4-a088-c20493233aa5, zasmd",
    })
    void a_task_id_becomes_the_hash_that_mesos_dns_gives_it(String taskId, String hash) {
        assertThat(Labels.hash(taskId)).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({
        "20140803-125133-3041283216-5050-2410-0, 0",
        "b6f4c9f0-3ef7-4ad6-S12, s12",
        "A7, a7"
    })
    void an_agent_is_known_by_the_end_of_its_id(String agent, String tail) {
        assertThat(Labels.agentTail(agent)).isEqualTo(tail);
    }

    @Test
    void a_label_is_always_one_that_dns_can_carry() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(200);
            for (int c = 0; c < length; c++) {
                text.append("aZ9-._ é#".charAt(random.nextInt(9)));
            }
            assertThat(Labels.label(text.toString()))
                    .as("seed %d, text '%s'", seed, text)
                    .matches("|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        }
    }
}
