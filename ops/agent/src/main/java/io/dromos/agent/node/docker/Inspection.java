package io.dromos.agent.node.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/// What `docker inspect` says about a container.
///
/// @param id the engine's id of it, 64 hexadecimal digits
/// @param status `created`, `running`, `exited`, `dead`, …
/// @param exitCode of its process; meaningful once it has ended
/// @param outOfMemory whether the kernel ended it for want of memory
/// @param error what the engine says about a failed start; may be empty
/// @param address its own IP address; empty on the host's network, or when it does not run
/// @param pid of its process, as the host counts; 0 when it does not run
/// @param stopSignal what its image wants to be asked to end with; usually `TERM`
/// @param json all of it, as the engine printed it
public record Inspection(
        String id,
        String status,
        int exitCode,
        boolean outOfMemory,
        String error,
        Optional<String> address,
        long pid,
        String stopSignal,
        String json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// Reads the list of one that `docker inspect` prints.
    ///
    /// @throws IOException when it is not that
    public static Inspection parse(String json) throws IOException {
        var root = MAPPER.readTree(json).path(0);
        var state = root.path("State");
        if (!state.isObject()) {
            throw new IOException(
                    "docker inspect printed no container: " + json.lines().findFirst().orElse(""));
        }
        return new Inspection(
                root.path("Id").asText(),
                state.path("Status").asText(),
                state.path("ExitCode").asInt(),
                state.path("OOMKilled").asBoolean(),
                state.path("Error").asText(),
                address(root.path("NetworkSettings")),
                state.path("Pid").asLong(),
                stopSignal(root.path("Config").path("StopSignal").asText()),
                json);
    }

    private static String stopSignal(String ofImage) {
        return ofImage.isEmpty() ? "TERM" : ofImage;
    }

    private static Optional<String> address(JsonNode network) {
        var own = network.path("IPAddress").asText();
        if (!own.isEmpty()) {
            return Optional.of(own);
        }
        for (var named : network.path("Networks")) {
            if (!named.path("IPAddress").asText().isEmpty()) {
                return Optional.of(named.path("IPAddress").asText());
            }
        }
        return Optional.empty();
    }

    /// Whether its process runs (or is paused) now.
    public boolean isRunning() {
        return status.equals("running") || status.equals("paused") || status.equals("restarting");
    }

    /// Whether it has not been started yet.
    public boolean isCreated() {
        return status.equals("created") && error.isEmpty() && exitCode == 0;
    }
}
