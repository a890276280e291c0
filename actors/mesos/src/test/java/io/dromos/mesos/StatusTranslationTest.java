package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.CheckResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTranslationTest {

    @Test
    void a_full_status_keeps_everything() throws IOException {
        assertThat(
                        translate(
                                """
                                {"task_id":{"value":"t"},"state":"TASK_RUNNING","agent_id":{"value":"s"},
                                 "uuid":"59C9opjzSpiKgheMLghtHg==","reason":"REASON_TASK_HEALTH_CHECK_STATUS_UPDATED",
                                 "message":"fine","healthy":true,"timestamp":1795339262.685791,
                                 "container_status":{"network_infos":[
                                   {"ip_addresses":[{"ip_address":"10.0.0.1"},{"ip_address":"fd00::1"}]},
                                   {"ip_addresses":[{"ip_address":"10.0.0.1"},{"protocol":"IPv4"}]}]}}
                                """))
                .isEqualTo(
                        new TaskStatus(
                                "t",
                                TaskState.RUNNING,
                                Optional.of(new AgentId("s")),
                                Optional.of("59C9opjzSpiKgheMLghtHg=="),
                                Optional.of("REASON_TASK_HEALTH_CHECK_STATUS_UPDATED"),
                                "fine",
                                Optional.of(true),
                                List.of("10.0.0.1", "fd00::1"),
                                Instant.parse("2026-11-22T09:21:02.685791Z")));
    }

    @Test
    void what_is_not_told_stays_absent() throws IOException {
        assertThat(
                        translate(
                                "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_LOST\",\"uuid\":\"\"}"))
                .isEqualTo(
                        new TaskStatus(
                                "t",
                                TaskState.LOST,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                Optional.empty(),
                                List.of(),
                                Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void what_a_check_found_is_told_and_absent_as_long_as_nothing_is_known(
            String told, Optional<CheckResult> expected) throws IOException {
        var status =
                "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_RUNNING\",\"check_status\":"
                        + told
                        + "}";
        assertThat(translate(status).check()).isEqualTo(expected);
    }

    static Stream<Arguments> checks() {
        return Stream.of(
                arguments(
                        "{\"type\":\"COMMAND\",\"command\":{\"exit_code\":7}}",
                        Optional.of(new CheckResult.Command(7))),
                arguments("{\"type\":\"COMMAND\",\"command\":{}}", Optional.empty()),
                arguments(
                        "{\"type\":\"HTTP\",\"http\":{\"status_code\":503}}",
                        Optional.of(new CheckResult.Http(503))),
                arguments("{\"type\":\"HTTP\",\"http\":{}}", Optional.empty()),
                arguments(
                        "{\"type\":\"TCP\",\"tcp\":{\"succeeded\":false}}",
                        Optional.of(new CheckResult.Tcp(false))),
                arguments("{\"type\":\"TCP\",\"tcp\":{}}", Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(Protos.TaskState.class)
    void every_state_has_its_own_name(Protos.TaskState state) throws IOException {
        assertThat(
                        translate(
                                        "{\"task_id\":{\"value\":\"t\"},\"state\":\"%s\"}"
                                                .formatted(state.name()))
                                .state()
                                .mesosName())
                .isEqualTo(state.name());
    }

    @Test
    void a_long_message_is_cut() throws IOException {
        var status =
                translate(
                        "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_FAILED\",\"message\":\"%s\"}"
                                .formatted("x".repeat(10_001)));
        assertThat(status.message()).hasSize(10_000);
    }

    private static TaskStatus translate(String json) throws IOException {
        var event = "{\"type\":\"UPDATE\",\"update\":{\"status\":%s}}".formatted(json);
        Event read = Wire.JSON.read(event.getBytes(StandardCharsets.UTF_8));
        return StatusTranslation.translate(read.getUpdate().getStatus());
    }
}
