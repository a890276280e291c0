package io.dromos.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.UnreachableStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final List<Fact> FACTS = both();
    private static final byte[] SYSTEM = "{\"principal\":\"system:test\"}".getBytes(UTF_8);

    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @FieldSource("FACTS")
    void a_fact_comes_back_as_it_was(Fact fact) {
        var recorded = SampleFacts.recorded(fact);
        var encoded = codec.encode(recorded);
        assertThat(codec.decode(encoded.name(), encoded.payload(), encoded.origin()))
                .isEqualTo(recorded);
        assertThat(codec.fact(encoded.name(), encoded.payload())).isEqualTo(fact);
    }

    @Test
    void what_is_absent_is_omitted_and_ids_are_plain_texts() {
        assertThat(payload(SampleFacts.BARE.get(2)))
                .isEqualTo(
                        "{\"app\":\"/prod/web\",\"task\":\"prod_web.instance-1f9b34c2-c0de-11f0-9d1b-70b3d5800001._app.2\","
                                + "\"state\":\"STAGING\",\"message\":\"\",\"ips\":[],\"at\":\"1970-01-01T00:00:00Z\"}");
        var origin = codec.encode(new Recorded(SampleFacts.ALL.getFirst(), Origin.system("test")));
        assertThat(origin.origin()).isEqualTo(SYSTEM);
    }

    @Test
    void a_moment_keeps_its_microseconds() {
        assertThat(payload(new ApplicationFact.Removed(SampleFacts.APP, SampleFacts.AT)))
                .isEqualTo("{\"app\":\"/prod/web\",\"at\":\"2026-11-25T03:44:27.123456Z\"}");
    }

    @Test
    void the_case_of_a_sealed_type_is_told_by_its_type() {
        assertThat(payload(SampleFacts.BARE.get(1)))
                .contains(
                        "\"target\":{\"type\":\"remove\",\"version\":\"2026-11-25T03:44:27.123Z\"}");
        assertThat(payload(SampleFacts.ALL.get(6)))
                .contains("\"target\":{\"type\":\"run\",")
                .contains("\"unreachable\":{\"type\":\"after\",\"inactive\":\"PT5M\"");
    }

    @Test
    void an_instance_without_a_replacement_keeps_its_strategy() {
        var spec = withUnreachable(new UnreachableStrategy.Disabled());
        var fact = admitted(spec);
        assertThat(payload(fact)).contains("\"unreachable\":{\"type\":\"disabled\"}");
        assertThat(codec.fact(EventNames.of(fact.getClass()), payload(fact).getBytes(UTF_8)))
                .isEqualTo(fact);
    }

    @Test
    void equal_facts_give_equal_bytes_whatever_the_order_of_their_maps() {
        var forth = new LinkedHashMap<String, String>();
        var back = new LinkedHashMap<String, String>();
        for (int i = 0; i < 50; i++) {
            forth.put("K" + i, "v" + i);
            back.put("K" + (49 - i), "v" + (49 - i));
        }
        assertThat(payload(admitted(withEnv(forth)))).isEqualTo(payload(admitted(withEnv(back))));
    }

    @Test
    void a_plan_carries_the_fence_of_its_scheduler_and_other_facts_carry_none() {
        for (Fact fact : FACTS) {
            var fence = codec.encode(SampleFacts.recorded(fact)).fence();
            if (fact instanceof ApplicationFact.InstancePlanned planned) {
                assertThat(fence).contains(planned);
            } else {
                assertThat(fence).isEmpty();
            }
        }
    }

    @Test
    void a_fact_over_its_limit_is_refused_before_it_is_written() {
        var message = "x".repeat(EventCodec.FACT_BYTES_MAX);
        var fact =
                new ApplicationFact.LaunchAbandoned(
                        SampleFacts.APP, SampleFacts.TASK, message, false, SampleFacts.AT);
        assertThatThrownBy(() -> codec.encode(SampleFacts.recorded(fact)))
                .isInstanceOfSatisfying(
                        FactTooBig.class,
                        e -> {
                            assertThat(e.name()).isEqualTo("app.launch-abandoned.v1");
                            assertThat(e.bytes()).isGreaterThan(e.bytesMax());
                            assertThat(e.bytesMax()).isEqualTo(65_536);
                        })
                .hasMessageContaining("65,536");
    }

    @Test
    void an_origin_counts_against_the_limit() {
        var origin = Origin.system("test").because("x".repeat(EventCodec.FACT_BYTES_MAX));
        assertThatThrownBy(() -> codec.encode(new Recorded(SampleFacts.ALL.getFirst(), origin)))
                .isInstanceOf(FactTooBig.class);
    }

    @Test
    void the_largest_definition_that_is_admitted_can_be_adopted() {
        var spec = ApplicationSpec.ofCommand("x".repeat(largestCommand()));
        assertThat(codec.encode(SampleFacts.recorded(admitted(spec))).contentBytes())
                .isEqualTo(EventCodec.ADMITTED_BYTES_MAX);
        var larger = ApplicationSpec.ofCommand("x".repeat(largestCommand() + 1));
        assertThatThrownBy(() -> codec.encode(SampleFacts.recorded(admitted(larger))))
                .isInstanceOf(FactTooBig.class);
        var adopted =
                new ApplicationFact.VersionAdopted(
                        SampleFacts.APP,
                        1,
                        SampleFacts.DEPLOYMENT,
                        new Target.Run(SampleFacts.VERSION, SampleFacts.INFO, spec),
                        SampleFacts.AT);
        assertThat(codec.encode(SampleFacts.recorded(adopted)).contentBytes())
                .isLessThan(EventCodec.DEFINITION_BYTES_MAX);
    }

    @Test
    void a_name_nobody_knows_is_named_with_its_place() {
        assertThatThrownBy(() -> codec.decode("app.teleported.v9", SYSTEM, SYSTEM))
                .isInstanceOfSatisfying(
                        UnreadableEvent.class,
                        e -> {
                            assertThat(e.name()).isEqualTo("app.teleported.v9");
                            assertThat(e.at("offset 17 (app|/web #3)"))
                                    .hasMessageStartingWith(
                                            "offset 17 (app|/web #3): unknown event 'app.teleported.v9'")
                                    .hasCause(e);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"deployment\":\"d\",\"step\":1,\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":null,\"deployment\":\"d\",\"step\":1,\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"step\":null,\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"step\":1.5,\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"step\":\"1\",\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"web\",\"deployment\":\"d\",\"step\":1,\"at\":\"1970-01-01T00:00:00Z\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"step\":1,\"at\":\"yesterday\"}",
                "{\"app\":\"/web\",\"deployment\":\"d\",\"step\":1,\"at\":\"1970-01-01T00:00:00Z\"}}",
                "{\"app\":\"/web\"",
                "[]",
                "null",
                ""
            })
    void content_that_is_not_what_its_name_promises_is_refused(String payload) {
        assertThatThrownBy(
                        () -> codec.decode("app.step-released.v1", payload.getBytes(UTF_8), SYSTEM))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageStartingWith("the payload of an event 'app.step-released.v1'");
    }

    @Test
    void an_origin_without_a_principal_is_refused() {
        var encoded = codec.encode(SampleFacts.recorded(SampleFacts.ALL.getFirst()));
        assertThatThrownBy(
                        () -> codec.decode(encoded.name(), encoded.payload(), "{}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageStartingWith("the origin of an event");
    }

    private String payload(Fact fact) {
        return new String(codec.encode(SampleFacts.recorded(fact)).payload(), UTF_8);
    }

    private int largestCommand() {
        var bare = codec.encode(SampleFacts.recorded(admitted(ApplicationSpec.ofCommand(""))));
        return EventCodec.ADMITTED_BYTES_MAX - bare.contentBytes();
    }

    private static CatalogFact.ApplicationAdmitted admitted(ApplicationSpec spec) {
        return new CatalogFact.ApplicationAdmitted(
                SampleFacts.APP,
                SampleFacts.DEPLOYMENT,
                Optional.empty(),
                SampleFacts.VERSION,
                VersionInfo.fresh(SampleFacts.VERSION),
                spec,
                0,
                Action.START);
    }

    private static ApplicationSpec withUnreachable(UnreachableStrategy strategy) {
        return with(Map.of(), strategy);
    }

    private static ApplicationSpec withEnv(Map<String, String> env) {
        return with(
                env, new UnreachableStrategy.After(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private static ApplicationSpec with(Map<String, String> env, UnreachableStrategy strategy) {
        var full = SampleFacts.FULL;
        return new ApplicationSpec(
                full.cmd(),
                full.args(),
                full.instances(),
                full.resources(),
                env,
                full.labels(),
                full.constraints(),
                full.container(),
                full.networks(),
                full.portDefinitions(),
                full.requirePorts(),
                full.fetch(),
                full.upgradeStrategy(),
                full.backoff(),
                full.killSelection(),
                strategy,
                full.killGracePeriod(),
                full.dependencies(),
                full.user(),
                full.role(),
                full.acceptedResourceRoles(),
                full.executor(),
                full.health());
    }

    private static List<Fact> both() {
        var facts = new ArrayList<>(SampleFacts.ALL);
        facts.addAll(SampleFacts.BARE);
        return facts;
    }
}
