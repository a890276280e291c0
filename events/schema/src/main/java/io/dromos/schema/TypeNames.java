package io.dromos.schema;

import io.dromos.events.facts.CheckResult;
import io.dromos.events.facts.Target;
import io.dromos.events.spec.TaskCheck;
import io.dromos.events.spec.UnreachableStrategy;
import java.util.Locale;
import java.util.Map;

/// What stands in the `type` property where a fact or a state holds one of several sealed cases.
final class TypeNames {

    /// Cases that occur in stored facts: as much for ever as the names of the facts themselves.
    static final Map<Class<?>, String> STORED =
            Map.of(
                    Target.Run.class, "run",
                    Target.Remove.class, "remove",
                    TaskCheck.Http.class, "http",
                    TaskCheck.Tcp.class, "tcp",
                    TaskCheck.Exec.class, "exec",
                    CheckResult.Http.class, "status-code",
                    CheckResult.Tcp.class, "connection",
                    CheckResult.Command.class, "exit-code",
                    UnreachableStrategy.Disabled.class, "disabled",
                    UnreachableStrategy.After.class, "after");

    private TypeNames() {}

    /// The stored name, or for cases that occur in checkpoints only, which a renamed class makes
    /// void anyway, the class's own.
    static String of(Class<?> type) {
        String stored = STORED.get(type);
        return stored != null ? stored : type.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
