package io.dromos.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The fields of an application document. The server passes over others, as Marathon does, so a
/// mistyped one would go unnoticed.
final class Fields {

    private static final Set<String> KNOWN =
            Set.of(
                    ("id cmd args user env labels instances cpus mem disk gpus role executor"
                                    + " executorResources resourceLimits constraints acceptedResourceRoles"
                                    + " container networks ipAddress ports portDefinitions requirePorts"
                                    + " fetch uris storeUrls secrets dependencies residency"
                                    + " healthChecks readinessChecks check backoffSeconds backoffFactor"
                                    + " maxLaunchDelaySeconds taskKillGracePeriodSeconds upgradeStrategy"
                                    + " unreachableStrategy killSelection tty version versionInfo"
                                    + " acceptedAttributes tasks tasksStaged tasksRunning tasksHealthy"
                                    + " tasksUnhealthy deployments readinessCheckResults lastTaskFailure"
                                    + " taskStats serviceAddress")
                            .split(" ", -1));

    /// A word is meant for another if they are no further apart.
    private static final int TYPOS_MAX = 2;

    private Fields() {}

    /// A sentence for each field that no application has.
    static List<String> complaints(JsonNode document) {
        var complaints = new ArrayList<String>();
        if (document.isArray()) for (var each : document) complaints.addAll(complaints(each));
        var names = document.isObject() ? document.fieldNames() : List.<String>of().iterator();
        while (names.hasNext()) {
            var name = names.next();
            if (!KNOWN.contains(name)) complaints.add(complaint(document, name));
        }
        return complaints;
    }

    private static String complaint(JsonNode document, String name) {
        var meant =
                KNOWN.stream()
                        .filter(known -> distance(known, name) <= TYPOS_MAX)
                        .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("");
        return "%s: the unknown field '%s' is ignored%s"
                .formatted(document.path("id").asText(), name, meant);
    }

    /// How many letters must be put in, left out or changed.
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
