package io.dromos.cli.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The fields of the documents of applications and groups. The server passes over others, as
/// Marathon does, so a mistyped one would go unnoticed.
public final class Fields {

    private static final Set<String> OF_GROUP =
            Set.of("id", "apps", "groups", "pods", "dependencies", "version", "enforceRole");

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
    ///
    /// @param document an application, or an array of them
    public static List<String> ofApplications(JsonNode document) {
        var complaints = new ArrayList<String>();
        if (document.isArray()) for (var each : document) complaints.addAll(ofApplications(each));
        else complaints.addAll(complaints(document, KNOWN));
        return complaints;
    }

    /// A sentence for each field that no group has, or none of the applications in it.
    ///
    /// @param document a group with all that is nested in it
    public static List<String> ofGroup(JsonNode document) {
        var complaints = new ArrayList<>(complaints(document, OF_GROUP));
        complaints.addAll(ofApplications(document.path("apps")));
        for (var group : document.path("groups")) complaints.addAll(ofGroup(group));
        return complaints;
    }

    private static List<String> complaints(JsonNode document, Set<String> known) {
        var complaints = new ArrayList<String>();
        var names = document.isObject() ? document.fieldNames() : List.<String>of().iterator();
        while (names.hasNext()) {
            var name = names.next();
            if (!known.contains(name)) complaints.add(complaint(document, name, known));
        }
        return complaints;
    }

    private static String complaint(JsonNode document, String name, Set<String> fields) {
        var meant =
                fields.stream()
                        .filter(known -> distance(known, name) <= TYPOS_MAX)
                        .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("");
        return "%s: the unknown field '%s' is ignored%s"
                .formatted(document.path("id").asText("/"), name, meant);
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
