package io.dromos.domain.scheduling;

import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Constraint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Tells people why a want is not met, in one sentence with numbers.
final class Sentence {

    private static final int VALUES_SHOWN = 5;

    private Sentence() {}

    static String of(Want want, Funnel funnel, List<Check> checks) {
        if (funnel.processed() == 0) return "no offer to look at yet";
        var parts = new ArrayList<String>();
        for (var reason : Reason.values()) {
            int declined = funnel.declined(reason);
            if (declined == 0) continue;
            if (reason == Reason.UNFULFILLED_CONSTRAINT)
                parts.addAll(constraints(checks, declined, funnel.processed()));
            else parts.add(resource(reason, want.spec(), declined, funnel));
        }
        if (funnel.fitting() > 0)
            parts.add(
                    "%d of the last %s would do, as soon as they come again"
                            .formatted(funnel.fitting(), offers(funnel.processed())));
        return String.join("; ", parts);
    }

    private static String resource(
            Reason reason, ApplicationSpec spec, int declined, Funnel funnel) {
        var need = spec.resources();
        var offers = declined == 1 ? "the only offer" : "the largest of " + offers(declined);
        var scalar = "needs %s %s; " + offers + " has %s";
        long most = funnel.largest(reason);
        return switch (reason) {
            case UNFULFILLED_ROLE -> role(spec, declined);
            case NO_CORRESPONDING_RESERVATION_FOUND ->
                    "needs its reservation; %s without".formatted(are(declined));
            case AGENT_MAINTENANCE -> "%s from agents in maintenance".formatted(are(declined));
            case INSUFFICIENT_CPUS ->
                    scalar.formatted(number(need.cpus()), "cpus", thousandths(most));
            case INSUFFICIENT_MEMORY ->
                    scalar.formatted(number(need.mem()), "MiB of memory", thousandths(most));
            case INSUFFICIENT_DISK ->
                    scalar.formatted(number(need.disk()), "MiB of disk", thousandths(most));
            case INSUFFICIENT_GPUS ->
                    scalar.formatted(number(need.gpus()), "gpus", thousandths(most));
            case INSUFFICIENT_PORTS -> ports(spec, declined, most);
            case DECLINED_SCARCE_RESOURCES ->
                    "needs no gpu; %s from agents kept for tasks that do".formatted(are(declined));
            case UNFULFILLED_CONSTRAINT ->
                    throw new IllegalArgumentException("Constraints have sentences of their own");
        };
    }

    private static String role(ApplicationSpec spec, int declined) {
        return Judge.acceptsUnreserved(spec)
                ? "runs in role '%s'; %s for another".formatted(spec.role(), are(declined))
                : "accepts only resources reserved for role '%s', which are not used yet; %s of unreserved ones"
                        .formatted(spec.role(), are(declined));
    }

    private static String ports(ApplicationSpec spec, int declined, long most) {
        var wanted = Ports.wanted(spec);
        var exact = wanted.stream().filter(port -> port != 0).distinct().toList();
        if (exact.isEmpty())
            return "needs %d host ports; the best of %s has %d"
                    .formatted(wanted.size(), offers(declined), most);
        return "needs host port%s %s; %s without"
                .formatted(exact.size() == 1 ? "" : "s", list(exact), are(declined));
    }

    private static List<String> constraints(List<Check> checks, int declined, int processed) {
        var parts = new ArrayList<String>();
        int explained = 0;
        for (var check : checks) {
            var field = check.constraint().field();
            if (check.lacking() > 0)
                parts.add("%s: %s without it".formatted(name(check), are(check.lacking())));
            if (!check.declined().isEmpty()) parts.add(declined(check, field, processed));
            explained += check.lacking() + check.declined().size();
        }
        if (explained == 0) parts.add("%s from another region".formatted(are(declined)));
        return parts;
    }

    private static String declined(Check check, String field, int processed) {
        var values = check.declined();
        int count = values.size();
        var all = count == 1 ? "the only " : "all " + count + " ";
        var these =
                count == processed
                        ? all + Field.plural(field, count)
                        : count + " " + Field.plural(field, count);
        boolean one = count == 1;
        var limit = check.constraint().value().orElse("");
        return name(check)
                + ": "
                + switch (check.constraint().operator()) {
                    case UNIQUE -> these + " already " + (one ? "runs" : "run") + " one";
                    case MAX_PER -> these + " already " + (one ? "runs " : "run ") + limit;
                    case GROUP_BY ->
                            these + (one ? " has its" : " have their") + " share: " + list(values);
                    case CLUSTER, IS -> "not met by " + list(values);
                    case LIKE -> "no match in " + list(values);
                    case UNLIKE -> "matched by " + list(values);
                };
    }

    private static String name(Check check) {
        Constraint constraint = check.constraint();
        var value = constraint.value().map(text -> " " + text).orElse("");
        return constraint.field() + " " + constraint.operator() + value;
    }

    private static String list(Collection<?> values) {
        var shown = values.stream().limit(VALUES_SHOWN).map(Object::toString).toList();
        int more = values.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String are(int offers) {
        return offers == 1 ? "1 offer is" : offers + " offers are";
    }

    private static String offers(int count) {
        return count == 1 ? "1 offer" : count + " offers";
    }

    private static String number(double value) {
        return thousandths(Room.thousandths(value));
    }

    private static String thousandths(long value) {
        return BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString();
    }
}
