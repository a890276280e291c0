package io.dromos.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How names are made and what else, besides tasks, has one.
///
/// @param domain the zone, without dots at its ends; Mesos-DNS's default is `mesos`
/// @param framework the framework's name, a part of each task's
/// @param timeToLive how long a client may keep an answer, in whole seconds
/// @param scheduler the framework's own address, `{framework}.{domain}`; null when it has none
/// @param leader the leading master's address, `leader.{domain}`; null when none is known
/// @param masters all masters in their fixed order, `master0.{domain}` and so on
/// @param agents all agents, `slave.{domain}`
/// @param nameServers the addresses this server answers at, `ns1.{domain}`
public record Naming(
        String domain,
        String framework,
        Duration timeToLive,
        @Nullable InetAddress scheduler,
        @Nullable InetSocketAddress leader,
        List<InetSocketAddress> masters,
        List<InetSocketAddress> agents,
        List<InetAddress> nameServers) {

    /// Mesos-DNS lets clients keep an answer for a minute. Here a record changes with the fact that
    /// changes it and an answer costs a look into memory, so keeping one would only make it stale.
    public static final Duration TIME_TO_LIVE = Duration.ZERO;

    private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(7);

    public Naming {
        masters = List.copyOf(masters);
        agents = List.copyOf(agents);
        nameServers = List.copyOf(nameServers);
        if (timeToLive.isNegative() || timeToLive.compareTo(TIME_TO_LIVE_MAX) > 0) {
            throw new IllegalArgumentException("a time to live is 0 to 7 days, not " + timeToLive);
        }
        if (!domain.equals(Labels.fragment(domain)) || domain.isEmpty()) {
            throw new IllegalArgumentException("'" + domain + "' is not a domain in lower case");
        }
        if (Labels.fragment(framework).isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + framework + "' leaves no name for the framework");
        }
    }

    /// The usual names: domain `mesos`, answers that nobody keeps, nothing but tasks.
    public static Naming of(String framework) {
        return new Naming(
                "mesos", framework, TIME_TO_LIVE, null, null, List.of(), List.of(), List.of());
    }

    /// The same with the addresses this server answers at.
    public Naming servedAt(List<InetAddress> addresses) {
        return new Naming(
                domain, framework, timeToLive, scheduler, leader, masters, agents, addresses);
    }

    /// The same with the cluster's own hosts.
    public Naming cluster(
            @Nullable InetAddress schedulerAddress,
            @Nullable InetSocketAddress leadingMaster,
            List<InetSocketAddress> allMasters,
            List<InetSocketAddress> allAgents) {
        return new Naming(
                domain,
                framework,
                timeToLive,
                schedulerAddress,
                leadingMaster,
                allMasters,
                allAgents,
                nameServers);
    }
}
