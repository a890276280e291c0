package io.dromos.checks.architecture;

import java.util.EnumSet;
import java.util.Set;

/// The modules, each with its package, one class of it, and the modules it may know.
enum Part {
    EVENTS("io.dromos.events", "AppId"),
    SCHEMA("io.dromos.schema", "EventCodec"),
    DOMAIN("io.dromos.domain", "Context"),
    ACTORS("io.dromos.actors", "Orchestrator"),
    MESOS("io.dromos.mesos", "MesosClient"),
    JOURNAL("io.dromos.journal", "Log"),
    FEED("io.dromos.feed", "Feed"),
    JSON("io.dromos.json", "Documents"),
    API("io.dromos.api", "ApiServer"),
    CLI("io.dromos.cli", "Main"),
    NOTE("io.dromos.note", "SignedNote"),
    PROBE("io.dromos.probe", "NetworkProbes"),
    AGENT("io.dromos.agent", "Main"),
    DISCOVERY("io.dromos.discovery", "DnsServer"),
    DEMO("io.dromos.demo", "DemoDocuments"),
    SIMULATION("io.dromos.simulation", "Main"),
    SERVER("io.dromos.server", "Main");

    private final String root;
    private final String example;

    Part(String root, String example) {
        this.root = root;
        this.example = root + "." + example;
    }

    /// The module's package.
    String root() {
        return root;
    }

    /// The module's packages, as ArchUnit writes them.
    String packages() {
        return root + "..";
    }

    /// A public class of the module.
    String example() {
        return example;
    }

    boolean has(String packageName) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    /// The modules it may know besides itself. Name server and demo know none, command line and
    /// agent none of the server: they are strangers to it, or are given what they need.
    Set<Part> known() {
        return switch (this) {
            case EVENTS, NOTE, PROBE, DISCOVERY, DEMO -> EnumSet.noneOf(Part.class);
            case AGENT -> EnumSet.of(PROBE);
            case CLI -> EnumSet.of(NOTE, DEMO);
            case SCHEMA, DOMAIN -> EnumSet.of(EVENTS);
            case ACTORS, MESOS, JSON -> EnumSet.of(EVENTS, DOMAIN);
            case JOURNAL -> EnumSet.of(EVENTS, SCHEMA);
            case FEED -> EnumSet.of(EVENTS, SCHEMA, JOURNAL);
            case API -> EnumSet.of(EVENTS, DOMAIN, ACTORS, FEED, JSON);
            case SIMULATION -> EnumSet.of(EVENTS, SCHEMA, DOMAIN, MESOS, JOURNAL, JSON);
            case SERVER -> EnumSet.complementOf(EnumSet.of(AGENT, DEMO, SIMULATION, SERVER));
        };
    }

    /// The modules it must not know.
    Set<Part> strangers() {
        var strangers = EnumSet.complementOf(EnumSet.of(this));
        strangers.removeAll(known());
        return strangers;
    }
}
