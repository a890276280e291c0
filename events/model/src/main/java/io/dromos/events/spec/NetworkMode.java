package io.dromos.events.spec;

/// The kinds of network: the agent's own, the engine's bridge, a named container network.
public enum NetworkMode {
    HOST,
    BRIDGE,
    CONTAINER
}
