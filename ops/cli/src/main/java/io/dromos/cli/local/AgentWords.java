package io.dromos.cli.local;

import io.dromos.cli.outcome.Failure;
import java.util.List;
import java.util.Set;

/// What agents are told word for word, checked before anything is started: an agent that refuses
/// its command line does so late, and without the flag's name.
final class AgentWords {

    /// What tasks may be allowed to ask for.
    static final String RIGHTS =
            "privileged, host-root, docker-socket, host-pid, host-ipc, host-userns";

    private static final Set<String> ALLOWABLE = Set.of(RIGHTS.split(", ", -1));
    private static final String NUMBER = "[0-9]{1,9}([.][0-9]{1,9})?";
    private static final String RANGE = "\\s*[0-9]{1,9}-[0-9]{1,9}\\s*";
    private static final String RANGES = "\\[" + RANGE + "(," + RANGE + ")*]";
    private static final String SET = "\\{[^{}]*}";

    private AgentWords() {}

    /// @throws Failure naming the flag, if these are no resources
    static void demandResources(String text) throws Failure {
        for (var item : items(text))
            if (!item.matches("[^:]+:\\s*(%s|%s|%s)".formatted(NUMBER, RANGES, SET)))
                throw Failure.usage(
                        "--resources wants a list such as \"cpus:4;mem:8192;disk:10000\", and '%s' is no NAME:NUMBER"
                                .formatted(item));
    }

    /// @throws Failure naming the flag, if these are no attributes
    static void demandAttributes(List<String> texts) throws Failure {
        for (var text : texts)
            for (var item : items(text))
                if (!item.matches("[^:]+:([^\\[].*|%s|)".formatted(RANGES)))
                    throw Failure.usage(
                            "--attributes wants a list such as \"rack:a;zone:b\", and '%s' is no NAME:VALUE"
                                    .formatted(item));
    }

    /// @throws Failure naming the flag and what there is, if one is no right
    static void demandRights(List<String> rights) throws Failure {
        for (var right : rights)
            if (!ALLOWABLE.contains(right))
                throw Failure.usage("--allow knows %s, not '%s'".formatted(RIGHTS, right));
    }

    private static List<String> items(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.split(";", -1)).stream().map(String::strip).toList();
    }
}
