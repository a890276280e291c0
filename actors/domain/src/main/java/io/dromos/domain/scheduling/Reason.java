package io.dromos.domain.scheduling;

/// Why an offer was not taken, in the order in which offers are judged. Names and order are
/// Marathon's.
public enum Reason {
    UNFULFILLED_ROLE("UnfulfilledRole"),
    UNFULFILLED_CONSTRAINT("UnfulfilledConstraint"),
    NO_CORRESPONDING_RESERVATION_FOUND("NoCorrespondingReservationFound"),
    AGENT_MAINTENANCE("AgentMaintenance"),
    INSUFFICIENT_CPUS("InsufficientCpus"),
    INSUFFICIENT_MEMORY("InsufficientMemory"),
    INSUFFICIENT_DISK("InsufficientDisk"),
    INSUFFICIENT_GPUS("InsufficientGpus"),
    INSUFFICIENT_PORTS("InsufficientPorts"),
    DECLINED_SCARCE_RESOURCES("DeclinedScarceResources");

    private final String marathon;

    Reason(String marathon) {
        this.marathon = marathon;
    }

    /// As `/v2/queue` spells it.
    public String marathonName() {
        return marathon;
    }
}
