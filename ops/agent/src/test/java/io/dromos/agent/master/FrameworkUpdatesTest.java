package io.dromos.agent.master;

import static io.dromos.agent.master.Make.call;
import static io.dromos.agent.master.Make.framework;
import static io.dromos.agent.master.Make.info;
import static io.dromos.agent.master.Make.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.link.Hello;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// UPDATE_FRAMEWORK, with the words that a real master was recorded to say.
class FrameworkUpdatesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Books books =
            new Books(
                    new Settings(
                            "m",
                            "127.0.0.1",
                            5050,
                            "localhost",
                            START,
                            Duration.ofSeconds(15),
                            5,
                            false));
    private final FrameworkInfo known =
            subscription(60).getSubscribe().getFrameworkInfo().toBuilder()
                    .setId(framework())
                    .build();

    @BeforeEach
    void subscribe() throws Exception {
        Hello hello = new Hello(info("cpus:1;mem:64"), "127.0.0.1", List.of(), List.of());
        books.step(new Input.LinkOpened("l1", hello), START);
        books.step(new Input.Subscribe("s1", subscription(60)), START);
    }

    @Test
    void what_may_change_is_taken_and_offers_of_a_role_that_was_left_are_rescinded() {
        FrameworkInfo wanted =
                known.toBuilder().setName("renamed").clearRoles().addRoles("ops").build();
        assertThat(refused(wanted)).isEmpty();
        List<Effect> effects = update(wanted);
        assertThat(events(effects)).containsExactly(Event.Type.RESCIND);
        assertThat(books.ledger().frameworks.values())
                .extracting(framework -> framework.info().getName())
                .containsExactly("renamed");
        List<Effect> allocated = books.step(new Input.Allocate(), START.plusSeconds(1));
        assertThat(events(allocated)).containsExactly(Event.Type.OFFERS);
        assertThat(allocated.toString()).contains("ops");
    }

    @Test
    void a_role_that_becomes_suppressed_gets_no_more_offers() {
        Call.Builder call = builder(known);
        call.getUpdateFrameworkBuilder().addSuppressedRoles("*");
        books.step(new Input.Called(decline()), START);
        books.step(new Input.Called(call.build()), START);
        assertThat(events(books.step(new Input.Allocate(), START.plusSeconds(60)))).isEmpty();
    }

    @Test
    void what_may_not_change_is_refused() {
        assertThat(refused(known.toBuilder().setPrincipal("p").build()))
                .contains(
                        "FrameworkInfo update is not valid: Changing framework's principal is not"
                                + " allowed.");
        assertThat(refused(known.toBuilder().setUser("nobody").build()))
                .contains(
                        "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is"
                                + " unsupported; attempted to update from 'u' to 'nobody'");
        assertThat(refused(known.toBuilder().setCheckpoint(true).build()))
                .contains(
                        "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is"
                                + " unsupported; attempted to update from 'false' to 'true'");
        assertThat(refused(known.toBuilder().clearRoles().addRoles("/x").build()))
                .contains(
                        "Supplied FrameworkInfo is not valid: 'FrameworkInfo.roles' contains"
                                + " invalid role: Role '/x' cannot start with a slash");
        Call.Builder foreign = builder(known);
        foreign.getUpdateFrameworkBuilder().addSuppressedRoles("nope");
        assertThat(books.refusal(foreign.build(), Optional.of("s1")).map(Refusal::text))
                .contains(
                        "'UpdateFramework' call is not valid: Suppressed roles { nope } are not"
                                + " contained in the set of roles");
        assertThat(CallRules.refusal(builder(known.toBuilder().clearId().build()).build()))
                .map(Refusal::text)
                .contains(
                        "Failed to validate scheduler::Call: 'framework_id' differs from"
                                + " 'update_framework.framework_info.id'");
    }

    private Optional<String> refused(FrameworkInfo wanted) {
        return books.refusal(builder(wanted).build(), Optional.of("s1")).map(Refusal::text);
    }

    private List<Effect> update(FrameworkInfo wanted) {
        return books.step(new Input.Called(builder(wanted).build()), START);
    }

    private static Call.Builder builder(FrameworkInfo wanted) {
        Call.Builder call = call(Call.Type.UPDATE_FRAMEWORK);
        call.getUpdateFrameworkBuilder().setFrameworkInfo(wanted);
        return call;
    }

    private static Call decline() {
        Call.Builder call = call(Call.Type.DECLINE);
        call.getDeclineBuilder()
                .addOfferIds(Make.id("m-O0"))
                .getFiltersBuilder()
                .setRefuseSeconds(0);
        return call.build();
    }

    private static List<Event.Type> events(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event().getType())
                .toList();
    }
}
