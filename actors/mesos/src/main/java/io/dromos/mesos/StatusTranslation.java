package io.dromos.mesos;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.events.AgentId;
import io.dromos.events.TaskState;
import io.dromos.events.facts.CheckResult;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/// Turns Mesos' task status into the domain's.
final class StatusTranslation {

    /// Characters of a message that are kept, as in Marathon.
    static final int MAX_MESSAGE = 10_000;

    private static final double MICROS = 1e6;
    private static final int NANOS_PER_MICRO = 1_000;

    private StatusTranslation() {}

    /// The status in the domain's terms. A state unknown to the bindings reads as UNKNOWN.
    static TaskStatus translate(Protos.TaskStatus status) {
        return new TaskStatus(
                status.getTaskId().getValue(),
                TaskState.ofMesosName(status.getState().name()).orElse(TaskState.UNKNOWN),
                status.hasAgentId()
                        ? Optional.of(new AgentId(status.getAgentId().getValue()))
                        : Optional.empty(),
                status.hasUuid() && !status.getUuid().isEmpty()
                        ? Optional.of(
                                Base64.getEncoder().encodeToString(status.getUuid().toByteArray()))
                        : Optional.empty(),
                status.hasReason() ? Optional.of(status.getReason().name()) : Optional.empty(),
                cut(status.getMessage()),
                status.hasHealthy() ? Optional.of(status.getHealthy()) : Optional.empty(),
                status.hasCheckStatus() ? check(status.getCheckStatus()) : Optional.empty(),
                addresses(status),
                moment(status.getTimestamp()));
    }

    /// What was found; absent before the first time, and where it could not be found out.
    private static Optional<CheckResult> check(Protos.CheckStatusInfo told) {
        if (told.hasCommand() && told.getCommand().hasExitCode())
            return Optional.of(new CheckResult.Command(told.getCommand().getExitCode()));
        if (told.hasHttp() && told.getHttp().hasStatusCode())
            return Optional.of(new CheckResult.Http(told.getHttp().getStatusCode()));
        if (told.hasTcp() && told.getTcp().hasSucceeded())
            return Optional.of(new CheckResult.Tcp(told.getTcp().getSucceeded()));
        return Optional.empty();
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private static List<String> addresses(Protos.TaskStatus status) {
        return status.getContainerStatus().getNetworkInfosList().stream()
                .flatMap(network -> network.getIpAddressesList().stream())
                .map(Protos.NetworkInfo.IPAddress::getIpAddress)
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList();
    }

    /// Seconds with a fraction, good to a microsecond at present dates.
    private static Instant moment(double seconds) {
        long micros = Math.round(seconds * MICROS);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, (long) MICROS),
                Math.floorMod(micros, (long) MICROS) * (long) NANOS_PER_MICRO);
    }
}
