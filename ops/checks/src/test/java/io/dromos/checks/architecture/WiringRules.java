package io.dromos.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collections;
import java.util.List;

/// Only `ops/server` starts the parts and gives them to each other.
final class WiringRules {

    private WiringRules() {}

    static List<Rule> all() {
        return List.of(
                starts(Part.JOURNAL, "io.dromos.journal.embedded.EmbeddedLog", "open", 2),
                starts(Part.JOURNAL, "io.dromos.journal.postgres.PostgresLog", "open", 1),
                starts(Part.FEED, "io.dromos.feed.Feed", "open", 2),
                starts(Part.FEED, "io.dromos.feed.Views", "start", 2),
                starts(Part.ACTORS, "io.dromos.actors.Actors", "start", 5),
                starts(Part.MESOS, "io.dromos.mesos.MesosClient", "connect", 3),
                starts(Part.API, "io.dromos.api.ApiServer", "start", 6),
                starts(Part.DISCOVERY, "io.dromos.discovery.DnsServer", "start", 2));
    }

    /// @param arguments how many the method takes; the class that breaks the rule calls it
    private static Rule starts(Part part, String type, String method, int arguments) {
        DescribedPredicate<JavaClass> elsewhere =
                describe(
                        "are outside %s and the server".formatted(part.root()),
                        it ->
                                !part.has(it.getPackageName())
                                        && !Part.SERVER.has(it.getPackageName()));
        var nulls = String.join(", ", Collections.nCopies(arguments, "null"));
        return Rule.of(
                "Only the server calls %s.%s".formatted(type, method),
                noClasses().that(elsewhere).should().accessTargetWhere(Access.to(type, method)),
                Part.DEMO,
                "Object use() throws Exception { return %s.%s(%s); }"
                        .formatted(type, method, nulls));
    }
}
