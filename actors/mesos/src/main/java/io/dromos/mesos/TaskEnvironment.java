package io.dromos.mesos;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.spec.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The variables a task finds in its environment: what it is, where it is reached, its labels, and
/// above all what its definition says. Names and rules are Marathon's.
final class TaskEnvironment {

    private static final String LABEL_PREFIX = "MARATHON_APP_LABEL_";
    private static final int LABEL_LIMIT = 512;
    private static final int LABEL_NAME_LIMIT = LABEL_LIMIT - LABEL_PREFIX.length();
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-zA-Z0-9_]+");

    private TaskEnvironment() {}

    /// All variables of a task; the definition's own win.
    static Map<String, String> of(TaskLaunch launch, List<TaskPort> ports) {
        var variables = new LinkedHashMap<String, String>();
        variables.putAll(identity(launch));
        variables.putAll(labels(launch.spec().labels()));
        variables.put("HOST", launch.host());
        variables.putAll(ports(ports));
        variables.putAll(launch.spec().env());
        return variables;
    }

    private static Map<String, String> identity(TaskLaunch launch) {
        var spec = launch.spec();
        var variables = new LinkedHashMap<String, String>();
        variables.put("MESOS_TASK_ID", launch.task().value());
        variables.put("MARATHON_APP_ID", launch.app().path());
        variables.put("MARATHON_APP_VERSION", launch.version().toString());
        spec.container()
                .filter(container -> container.type() == Container.Type.DOCKER)
                .flatMap(Container::docker)
                .ifPresent(docker -> variables.put("MARATHON_APP_DOCKER_IMAGE", docker.image()));
        variables.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(spec.resources().cpus()));
        variables.put("MARATHON_APP_RESOURCE_MEM", Double.toString(spec.resources().mem()));
        variables.put("MARATHON_APP_RESOURCE_DISK", Double.toString(spec.resources().disk()));
        variables.put("MARATHON_APP_RESOURCE_GPUS", Integer.toString(spec.resources().gpus()));
        variables.put("MARATHON_APP_ENFORCE_GROUP_ROLE", "FALSE");
        return variables;
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        var valid = new LinkedHashMap<String, String>();
        labels.forEach((name, value) -> {
            if (name.length() < LABEL_NAME_LIMIT && value.length() < LABEL_LIMIT)
                valid.put(variableName(name), value);
        });
        var variables = new LinkedHashMap<String, String>();
        variables.put("MARATHON_APP_LABELS", String.join(" ", valid.keySet()));
        valid.forEach((name, value) -> variables.put(LABEL_PREFIX + name, value));
        return variables;
    }

    private static String variableName(String label) {
        return NOT_IN_A_NAME.matcher(label).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /// PORT and PORTS name what is reached from outside, and the container ports we chose
    /// ourselves.
    private static Map<String, String> ports(List<TaskPort> ports) {
        var variables = new LinkedHashMap<String, String>();
        if (ports.isEmpty()) return variables;
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var number = Integer.toString(port.effective());
            variables.put("PORT" + i, number);
            int asked = port.requested() == 0 ? port.effective() : port.requested();
            variables.put("PORT_" + asked, number);
        }
        for (var port : ports)
            port.name()
                    .ifPresent(name ->
                            variables.put(
                                    "PORT_" + name.toUpperCase(Locale.ROOT),
                                    Integer.toString(port.effective())));
        var assigned = new ArrayList<TaskPort>();
        ports.stream().filter(port -> port.hostPort().isPresent()).forEach(assigned::add);
        ports.stream().filter(TaskPort::generated).forEach(assigned::add);
        if (!assigned.isEmpty())
            variables.put("PORT", Integer.toString(assigned.getFirst().effective()));
        variables.put(
                "PORTS",
                assigned.stream()
                        .map(port -> Integer.toString(port.effective()))
                        .collect(Collectors.joining(",")));
        return variables;
    }
}
