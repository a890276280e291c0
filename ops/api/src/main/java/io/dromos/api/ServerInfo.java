package io.dromos.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `/v2/info` and `/v2/leader` tell of a server, beside what the views know.
///
/// @param version of Dromos
/// @param buildref of its sources
/// @param address `host:port` under which clients reach it; absent means where it listens
/// @param master Mesos' master, as it was named
/// @param config values of Marathon's `marathon_config` that differ from its defaults, by key
public record ServerInfo(
        String version,
        String buildref,
        Optional<String> address,
        String master,
        Map<String, Object> config) {

    /// Copies what it is given.
    public ServerInfo {
        config = Map.copyOf(config);
    }

    /// Keys of `marathon_config` in Marathon's order, each with its default; an empty optional is
    /// written as null.
    static List<Map.Entry<String, Object>> defaults() {
        return List.of(
                unset("access_control_allow_origin"),
                Map.entry("checkpoint", true),
                Map.entry("decline_offer_duration", 120_000),
                unset("default_network_name"),
                unset("env_vars_prefix"),
                Map.entry("executor", "//cmd"),
                Map.entry("failover_timeout", 604_800),
                Map.entry("features", List.of()),
                Map.entry("framework_name", "marathon"),
                Map.entry("ha", true),
                unset("hostname"),
                Map.entry("launch_token", 100),
                Map.entry("launch_token_refresh_interval", 30_000),
                Map.entry("leader_proxy_connection_timeout_ms", 5_000),
                Map.entry("leader_proxy_read_timeout_ms", 10_000),
                Map.entry("local_port_max", 20_000),
                Map.entry("local_port_min", 10_000),
                unset("master"),
                Map.entry("max_instances_per_offer", 5),
                Map.entry("mesos_bridge_name", "mesos-bridge"),
                Map.entry("mesos_heartbeat_failure_threshold", 5),
                Map.entry("mesos_heartbeat_interval", 15_000),
                unset("mesos_leader_ui_url"),
                Map.entry("mesos_role", "*"),
                unset("mesos_user"),
                Map.entry("new_group_enforce_role", "Off"),
                Map.entry("min_revive_offers_interval", 5_000),
                Map.entry("offer_matching_timeout", 3_000),
                Map.entry("on_elected_prepare_timeout", 180_000),
                Map.entry("reconciliation_initial_delay", 15_000),
                Map.entry("reconciliation_interval", 600_000),
                Map.entry("scale_apps_initial_delay", 15_000),
                Map.entry("scale_apps_interval", 300_000),
                Map.entry("store_cache", true),
                Map.entry("task_launch_confirm_timeout", 300_000),
                Map.entry("task_launch_timeout", 300_000),
                Map.entry("task_lost_expunge_initial_delay", 300_000),
                Map.entry("task_lost_expunge_interval", 30_000),
                Map.entry("task_reservation_timeout", 20_000),
                unset("webui_url"),
                Map.entry("maintenance_mode", true));
    }

    private static Map.Entry<String, Object> unset(String key) {
        return Map.entry(key, Optional.empty());
    }
}
