package io.dromos.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.TaskState;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CheckResult;
import io.dromos.events.facts.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SizeBoundTest {

    /// What a bound may be beyond the truth: a fact is not refused for it.
    private static final int SLACK = 6_000;

    private final EventCodec codec = new EventCodec();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    static List<Recorded> samples() {
        return SampleFacts.ALL.stream().map(SampleFacts::recorded).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void no_fact_takes_more_than_was_counted(Recorded recorded) {
        assertCounted(recorded);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nor_does_one_of_whatever_texts(long seed) {
        var random = new Random(seed);
        var origin =
                new Origin(
                        text(random),
                        Optional.of(text(random)),
                        Optional.of(text(random)),
                        Optional.of(text(random)),
                        Optional.of(text(random)));
        for (var fact : facts(random)) assertCounted(new Recorded(fact, origin));
    }

    @Test
    void a_fact_that_is_too_big_is_refused_when_it_is_counted() {
        var fact = observed("\u0001".repeat(EventCodec.FACT_BYTES_MAX / 6), List.of());
        assertThatThrownBy(() -> codec.bytes(SampleFacts.recorded(fact)))
                .isInstanceOf(FactTooBig.class);
    }

    @Test
    void a_fact_that_just_fits_is_counted_to_the_byte() {
        var empty = codec.encode(SampleFacts.recorded(observed("", List.of()))).contentBytes();
        var fact = observed("a".repeat(EventCodec.FACT_BYTES_MAX - empty), List.of());
        assertThat(codec.bytes(SampleFacts.recorded(fact))).isEqualTo(EventCodec.FACT_BYTES_MAX);
    }

    private void assertCounted(Recorded recorded) {
        int truth = codec.encode(recorded).contentBytes();
        assertThat(codec.bytes(recorded)).isBetween(truth, truth + SLACK);
    }

    private static List<Fact> facts(Random random) {
        var texts = new ArrayList<String>();
        for (int i = random.nextInt(5); i > 0; i--) texts.add(text(random));
        var ports =
                IntStream.range(0, random.nextInt(30)).mapToObj(_ -> Integer.MIN_VALUE).toList();
        return List.of(
                observed(text(random), texts),
                new ApplicationFact.KillRequested(
                        SampleFacts.APP, SampleFacts.INSTANCE, text(random), false, Instant.MAX),
                new ApplicationFact.InstanceForgotten(
                        SampleFacts.APP, SampleFacts.INSTANCE, Instant.MIN),
                new ApplicationFact.InstancePlanned(
                        SampleFacts.APP,
                        SampleFacts.INSTANCE,
                        SampleFacts.TASK,
                        SampleFacts.VERSION,
                        new ApplicationFact.Placement(
                                SampleFacts.AGENT,
                                text(random),
                                text(random),
                                ports,
                                Map.of(text(random), text(random)),
                                Optional.of(text(random)),
                                Optional.of(text(random))),
                        Long.MIN_VALUE,
                        SampleFacts.AT));
    }

    private static Fact observed(String message, List<String> ips) {
        return new ApplicationFact.TaskObserved(
                SampleFacts.APP,
                SampleFacts.TASK,
                TaskState.GONE_BY_OPERATOR,
                Optional.of("REASON_TASK_HEALTH_CHECK_STATUS_UPDATED"),
                message,
                Optional.of(false),
                Optional.of(new CheckResult.Command(Integer.MIN_VALUE)),
                ips,
                SampleFacts.AT);
    }

    /// Of plain letters, signs that are escaped, and characters of two, three and four bytes.
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--)
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(32));
                case 1 -> text.append(random.nextBoolean() ? '"' : '\\');
                case 2 -> text.append((char) (128 + random.nextInt(1_900)));
                case 3 -> text.append((char) (0x800 + random.nextInt(0xC000)));
                case 4 -> text.appendCodePoint(0x1F600 + random.nextInt(60));
                default -> text.append((char) (32 + random.nextInt(95)));
            }
        return text.toString();
    }
}
