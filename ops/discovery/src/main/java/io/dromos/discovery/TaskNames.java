package io.dromos.discovery;

import static java.util.stream.Collectors.groupingBy;

import io.dromos.discovery.NamedTask.DiscoveryPort;
import io.dromos.discovery.Records.Address;
import io.dromos.discovery.Records.Entry;
import io.dromos.discovery.Records.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of the tasks of one framework. Only the tasks are kept, by the spellings of their
/// names; what a name leads to is worked out when it is asked for. So a change costs one pass over
/// the tasks, not the making of the four names or more that each of them has.
final class TaskNames {

    private static final Pattern CANONICAL =
            Pattern.compile("(?<task>.+)-(?<identity>[a-z0-9]{5}-[^.-]*)");
    private static final Pattern SERVICE = Pattern.compile("_(?<name>.+)\\._(?<protocol>[^.]+)");
    private static final List<String> BOTH = List.of("tcp", "udp");
    private static final String AT_AGENT = ".slave";

    private final Map<String, List<NamedTask>> bySpelling;

    /// By spelling and then by what the canonical name adds to it; made for a spelling when it is
    /// needed.
    private final ConcurrentHashMap<String, Map<String, List<NamedTask>>> byIdentity =
            new ConcurrentHashMap<>();

    private final String suffix;
    private final String zone;

    private TaskNames(Map<String, List<NamedTask>> bySpelling, String framework, String domain) {
        this.bySpelling = bySpelling;
        this.suffix = "." + framework;
        this.zone = "." + domain;
    }

    /// @param framework the framework's name as it stands in names
    static TaskNames of(Iterable<NamedTask> tasks, String framework, String domain) {
        var bySpelling = new HashMap<String, List<NamedTask>>();
        for (NamedTask task : tasks) {
            for (String spelling : spellings(task.name())) {
                if (Labels.canBeCarried(spelling)) {
                    bySpelling.computeIfAbsent(spelling, _ -> new ArrayList<>()).add(task);
                }
            }
        }
        return new TaskNames(bySpelling, framework, domain);
    }

    /// What a name in lower case leads to; entries may come more than once.
    Stream<Entry> at(String name) {
        if (!name.endsWith(zone)) {
            return Stream.empty();
        }
        String inZone = name.substring(0, name.length() - zone.length());
        boolean atAgent = inZone.endsWith(suffix + AT_AGENT);
        String inFramework =
                atAgent ? inZone.substring(0, inZone.length() - AT_AGENT.length()) : inZone;
        if (!inFramework.endsWith(suffix)) {
            return Stream.empty();
        }
        String subject = inFramework.substring(0, inFramework.length() - suffix.length());
        Matcher service = SERVICE.matcher(subject);
        return service.matches()
                ? services(service.group("name"), service.group("protocol"), atAgent)
                : addresses(subject, atAgent);
    }

    /// One name of each kind for each spelling, for those who look for what stands above them.
    /// Without the canonical names, of which nobody asks for a part.
    Set<String> names() {
        Set<String> names = new HashSet<>();
        bySpelling.forEach((spelling, sharing) -> {
            names.add(spelling + suffix + zone);
            names.add(spelling + suffix + AT_AGENT + zone);
            for (NamedTask task : sharing) {
                addServices(names, spelling, task);
            }
        });
        return names;
    }

    private void addServices(Set<String> names, String spelling, NamedTask task) {
        for (String protocol : task.hostPorts().isEmpty() ? List.<String>of() : BOTH) {
            names.add("_" + spelling + "._" + protocol + suffix + AT_AGENT + zone);
            if (task.discoveryPorts().isEmpty()) {
                names.add("_" + spelling + "._" + protocol + suffix + zone);
            }
        }
        for (DiscoveryPort port : task.discoveryPorts()) {
            for (String protocol : protocols(port)) {
                String service = "_" + spelling + "._" + protocol + suffix + zone;
                names.add(service);
                if (!Labels.label(port.name()).isEmpty()) {
                    names.add("_" + Labels.label(port.name()) + "." + service);
                }
            }
        }
    }

    private Stream<Entry> addresses(String subject, boolean atAgent) {
        Matcher canonical = CANONICAL.matcher(subject);
        Stream<NamedTask> tasks = spelled(subject);
        if (canonical.matches()) {
            tasks =
                    Stream.concat(
                            tasks,
                            identified(canonical.group("task"), canonical.group("identity")));
        }
        return tasks.flatMap(task ->
                        atAgent ? Stream.of(task.agentAddress()) : task.addresses().stream())
                .map(Address::new);
    }

    private Stream<Entry> services(String name, String protocol, boolean atAgent) {
        Stream<Service> services =
                spelled(name)
                        .flatMap(task ->
                                atAgent || task.discoveryPorts().isEmpty()
                                        ? hostPorts(task, name, protocol)
                                        : discoveryPorts(task, name, protocol, ""));
        int dot = name.indexOf("._");
        if (dot > 0 && !atAgent) {
            String portName = name.substring(0, dot);
            String taskName = name.substring(dot + 2);
            services =
                    Stream.concat(
                            services,
                            spelled(taskName)
                                    .flatMap(task ->
                                            discoveryPorts(task, taskName, protocol, portName)));
        }
        return services.filter(service -> Labels.canBeCarried(service.target()))
                .map(found -> found);
    }

    private Stream<Service> hostPorts(NamedTask task, String spelling, String protocol) {
        return BOTH.contains(protocol)
                ? task.hostPorts().stream()
                        .map(port -> new Service(port, canonical(task, spelling) + AT_AGENT + zone))
                : Stream.empty();
    }

    /// The ports of that protocol, and of that name unless it is empty.
    private Stream<Service> discoveryPorts(
            NamedTask task, String spelling, String protocol, String portName) {
        return task.discoveryPorts().stream()
                .filter(port -> protocols(port).contains(protocol))
                .filter(port -> portName.isEmpty() || Labels.label(port.name()).equals(portName))
                .map(port -> {
                    String place = task.isAtAgent(port.number()) ? AT_AGENT : "";
                    return new Service(port.number(), canonical(task, spelling) + place + zone);
                });
    }

    private Stream<NamedTask> spelled(String name) {
        return bySpelling.getOrDefault(name, List.of()).stream();
    }

    private Stream<NamedTask> identified(String name, String identity) {
        if (!bySpelling.containsKey(name)) {
            return Stream.empty();
        }
        return byIdentity
                .computeIfAbsent(name, _ -> spelled(name).collect(groupingBy(TaskNames::identity)))
                .getOrDefault(identity, List.of())
                .stream();
    }

    private String canonical(NamedTask task, String spelling) {
        return spelling + "-" + identity(task) + suffix;
    }

    private static String identity(NamedTask task) {
        return Labels.hash(task.id()) + "-" + Labels.agentTail(task.agent());
    }

    private static List<String> protocols(DiscoveryPort port) {
        String protocol = Labels.label(port.protocol());
        return protocol.isEmpty() ? BOTH : List.of(protocol);
    }

    private static List<String> spellings(String name) {
        String asIs = name.toLowerCase(Locale.ROOT);
        String label = Labels.label(name);
        return asIs.equals(label) ? List.of(label) : List.of(asIs, label);
    }
}
