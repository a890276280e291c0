package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent.Answered;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pcollections.HashTreePSet;

/// The framework is subscribed in the roles that are wanted beside the first ones. A change of the
/// roles leaves the subscription as it is: no offer of another role is lost.
final class Joining {

    /// How long a role that Mesos refused is not asked for again: someone may have allowed it.
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /// How long roles are not asked for again when that was not answered: each time costs a new
    /// subscription, with all that is under way.
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(30);

    /// Of what Mesos says, so much is kept.
    private static final int WORDS_MAX = 300;

    private Joining() {}

    static boolean isSubscribed(Turn turn, String role) {
        return turn.limits().roles().contains(role) || turn.calls.membership().in().contains(role);
    }

    /// Asks for those of the wanted roles that the framework is not in, and once more for what
    /// failed.
    static void tick(Turn turn, Set<String> wanted) {
        turn.calls = turn.calls.with(turn.calls.membership().go());
        join(turn, wanted);
    }

    /// Whether an order would be carried out now: one is under way at a time.
    static boolean mayAsk(Turn turn) {
        return turn.link.mayPlan()
                && !turn.calls.areRolesPending()
                && !turn.calls.membership().waits();
    }

    /// Asks for those of the wanted roles that the framework is not in.
    static void join(Turn turn, Set<String> wanted) {
        if (!mayAsk(turn)) return;
        var membership = turn.calls.membership().refusedOnly(wanted);
        turn.calls = turn.calls.with(membership);
        var asked =
                wanted.stream()
                        .filter(role -> !isSubscribed(turn, role) && !isRefused(turn, role))
                        .sorted()
                        .toList();
        if (asked.isEmpty()) {
            if (membership.alone()) turn.calls = turn.calls.with(membership.together());
            return;
        }
        ask(turn, membership.alone() ? asked.subList(0, 1) : asked, wanted);
    }

    /// With the roles that are new, those are told that the framework leaves: nobody has wanted
    /// them for a while, and no offer of theirs is open.
    private static void ask(Turn turn, List<String> asked, Set<String> wanted) {
        var membership = turn.calls.membership();
        var left =
                membership.in().stream()
                        .filter(role -> !wanted.contains(role))
                        .filter(role -> turn.demand.role(role).suppressed())
                        .collect(Collectors.toSet());
        var in = HashTreePSet.from(membership.in()).minusAll(left).plusAll(asked);
        turn.demand = turn.demand.without(left);
        turn.calls = turn.calls.with(membership.in(in));
        var all = new TreeSet<>(turn.limits().roles());
        all.addAll(in);
        var suppressed = all.stream().filter(role -> staysSuppressed(turn, role)).toList();
        turn.call(
                new SchedulerCall.UpdateRoles(List.copyOf(all), suppressed),
                new Calls.Roles(List.copyOf(asked)));
    }

    private static boolean staysSuppressed(Turn turn, String name) {
        var role = turn.demand.role(name);
        return role.suppressed() && !role.due();
    }

    /// Whether Mesos refused it, a moment ago.
    static boolean isRefused(Turn turn, String role) {
        return turn.calls
                .membership()
                .refusal(role)
                .filter(refused -> !turn.reached(refused.until()))
                .isPresent();
    }

    static void taken(Turn turn, List<String> asked) {
        turn.calls = turn.calls.with(turn.calls.membership().forgive(asked));
    }

    /// Mesos takes all roles of a call or none. Where it refuses several, each is asked for by
    /// itself: one that it does not allow keeps no other out.
    static void notTaken(Turn turn, List<String> asked, Answered answer) {
        if (!Launching.isRefusal(answer.status())) {
            unsure(turn, asked);
            return;
        }
        var text = answer.message();
        var words = text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX) + "…";
        var why = new Membership.Refused(words, turn.now().plus(ASK_AGAIN), false);
        turn.calls = turn.calls.with(turn.calls.membership().refuse(asked, why));
    }

    /// The call may come late and undo the next: this subscription must end. Roles that are not
    /// among them go on in the next one meanwhile.
    static void unanswered(Turn turn, List<String> asked) {
        var until = turn.now().plus(AFTER_SILENCE);
        var why = new Membership.Refused("it did not answer when it was asked", until, true);
        turn.calls = turn.calls.with(turn.calls.membership().leave(asked, why));
        Subscribing.taint(turn);
    }

    /// Nobody knows whether Mesos heard of these: they are told again.
    static void unsure(Turn turn, Collection<String> asked) {
        turn.calls = turn.calls.with(turn.calls.membership().unsure(asked));
    }

    /// Why no offer comes for the role, if Mesos refuses it.
    static Optional<String> sentence(Turn turn, String role) {
        return turn.calls
                .membership()
                .refusal(role)
                .map(refused ->
                        "Mesos does not let the framework have role '%s': %s"
                                .formatted(role, refused.words()));
    }
}
