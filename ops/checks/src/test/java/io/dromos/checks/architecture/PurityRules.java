package io.dromos.checks.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.ArrayList;
import java.util.List;

/// The decisions depend on what they are given: no clock, no chance, no input or output, no
/// threads.
final class PurityRules {

    private static final List<String> AMBIENT =
            List.of(
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.random.RandomGenerator",
                    "java.security.SecureRandom",
                    "java.time.Clock",
                    "java.util.Timer",
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime");

    private static final String[] OUTSIDE = {
        "java.io..", "java.nio..", "java.net.http..", "java.sql..", "java.util.concurrent.."
    };

    private record Read(DescribedPredicate<JavaAccess<?>> access, String use) {}

    private static final List<Read> READS =
            List.of(
                    read("java.lang.System", "nanoTime"),
                    read("java.lang.System", "currentTimeMillis"),
                    read("java.lang.Math", "random"),
                    read("java.util.UUID", "randomUUID"),
                    read("java.time.InstantSource", "system"),
                    new Read(now(), "Object use() { return java.time.Instant.now(); }"),
                    new Read(
                            now(),
                            "java.util.function.Supplier<?> use = java.time.ZonedDateTime::now;"));

    private PurityRules() {}

    static List<Rule> all() {
        var rules = new ArrayList<Rule>();
        for (var part : List.of(Part.EVENTS, Part.DOMAIN)) {
            for (var read : READS) rules.add(reads(part, read));
            for (var type : AMBIENT) rules.add(knows(part, type));
            rules.add(reachesOut(part));
        }
        // Its progress is told in seconds of a monotonic clock; nothing in a run reads one.
        for (var type : List.of("java.lang.Thread", "java.util.Random", "java.time.Clock"))
            rules.add(knows(Part.SIMULATION, type));
        rules.add(
                reads(
                        Part.SIMULATION,
                        new Read(now(), "Object use() { return java.time.Instant.now(); }")));
        rules.add(reads(Part.SIMULATION, read("java.util.UUID", "randomUUID")));
        return List.copyOf(rules);
    }

    private static Read read(String type, String method) {
        return new Read(
                Access.to(type, method),
                "Object use() { return %s.%s(); }".formatted(type, method));
    }

    private static DescribedPredicate<JavaAccess<?>> now() {
        return Access.to(type -> type.startsWith("java.time."), "now", "now of java.time");
    }

    private static Rule reads(Part part, Read read) {
        return Rule.of(
                "%s does not call %s".formatted(part.root(), read.access().getDescription()),
                noClasses()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .accessTargetWhere(read.access()),
                part,
                read.use());
    }

    private static Rule knows(Part part, String type) {
        return Rule.of(
                "%s does not know %s".formatted(part.root(), type),
                noClasses()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName(type),
                part,
                type + " use() { return null; }");
    }

    private static Rule reachesOut(Part part) {
        return Rule.of(
                "%s neither reads nor writes nor waits".formatted(part.root()),
                noClasses()
                        .that()
                        .resideInAPackage(part.packages())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(OUTSIDE),
                part,
                "java.nio.file.Path use;");
    }
}
