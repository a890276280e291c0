package io.dromos.checks.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.dromos.checks.architecture.Part.ACTORS;
import static io.dromos.checks.architecture.Part.AGENT;
import static io.dromos.checks.architecture.Part.API;
import static io.dromos.checks.architecture.Part.CLI;
import static io.dromos.checks.architecture.Part.DISCOVERY;
import static io.dromos.checks.architecture.Part.DOMAIN;
import static io.dromos.checks.architecture.Part.EVENTS;
import static io.dromos.checks.architecture.Part.FEED;
import static io.dromos.checks.architecture.Part.JOURNAL;
import static io.dromos.checks.architecture.Part.JSON;
import static io.dromos.checks.architecture.Part.MESOS;
import static io.dromos.checks.architecture.Part.NOTE;
import static io.dromos.checks.architecture.Part.PROBE;
import static io.dromos.checks.architecture.Part.SCHEMA;
import static io.dromos.checks.architecture.Part.SIMULATION;

import java.util.ArrayList;
import java.util.List;

/// What each module promises to be without.
final class DependencyRules {

    private static final String[] AKKA = {"akka.."};
    private static final String[] JACKSON = {"com.fasterxml.jackson.."};
    private static final String[] SQL = {"java.sql..", "javax.sql..", "org.postgresql.."};
    private static final String[] HTTP = {"akka.http..", "java.net.http..", "com.sun.net.."};
    private static final String[] PROTOBUF = {"com.google.protobuf..", "org.apache.mesos.."};

    private static final String AKKA_USE = "akka.actor.typed.ActorRef<String> use;";
    private static final String JACKSON_USE = "com.fasterxml.jackson.databind.JsonNode use;";
    private static final String SQL_USE = "java.sql.Connection use;";
    private static final String HTTP_USE = "java.net.http.HttpClient use;";
    private static final String PROTOBUF_USE = "com.google.protobuf.ByteString use;";

    private DependencyRules() {}

    static List<Rule> all() {
        var rules = new ArrayList<Rule>();
        for (var part : Part.values()) rules.add(strangers(part));
        for (var part : List.of(EVENTS, DOMAIN)) rules.add(onlyTheJdk(part, "org.pcollections.."));
        rules.add(onlyTheJdk(NOTE, "java.."));
        rules.add(onlyTheJdk(PROBE, "javax.net.ssl.."));
        rules.add(without(SCHEMA, "Akka", AKKA, AKKA_USE));
        rules.add(without(ACTORS, "HTTP", HTTP, HTTP_USE));
        rules.add(without(ACTORS, "SQL", SQL, SQL_USE));
        rules.add(without(ACTORS, "JSON", JACKSON, JACKSON_USE));
        rules.add(without(MESOS, "JSON", JACKSON, JACKSON_USE));
        rules.add(without(MESOS, "SQL", SQL, SQL_USE));
        rules.add(without(FEED, "actors", AKKA, AKKA_USE));
        rules.add(without(JSON, "Akka", AKKA, AKKA_USE));
        rules.add(without(CLI, "Akka", AKKA, AKKA_USE));
        rules.add(without(AGENT, "Akka", AKKA, AKKA_USE));
        rules.add(without(DISCOVERY, "Akka", AKKA, AKKA_USE));
        rules.add(without(SIMULATION, "Akka", AKKA, AKKA_USE));
        for (var part : List.of(SCHEMA, ACTORS, JOURNAL, FEED, JSON, API, CLI, DISCOVERY))
            rules.add(without(part, "Mesos protobuf", PROTOBUF, PROTOBUF_USE));
        return List.copyOf(rules);
    }

    private static Rule strangers(Part part) {
        var strangers = part.strangers();
        var packages = strangers.stream().map(Part::packages).toArray(String[]::new);
        var stranger = strangers.stream().min(Part::compareTo).orElseThrow();
        var check =
                noClasses()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages);
        return Rule.of(
                "%s knows no module but its own foundations".formatted(part.root()),
                check,
                part,
                stranger.example() + " use;");
    }

    private static Rule onlyTheJdk(Part part, String besides) {
        var check =
                classes()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "org.jspecify.annotations..",
                                besides,
                                part.packages(),
                                EVENTS.packages());
        return Rule.of(
                "%s knows the JDK, annotations and %s".formatted(part.root(), besides),
                check,
                part,
                "org.slf4j.Logger use;");
    }

    private static Rule without(Part part, String what, String[] packages, String use) {
        var check =
                noClasses()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages);
        return Rule.of("%s is without %s".formatted(part.root(), what), check, part, use);
    }
}
