package io.dromos.agent.master;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call.UpdateFramework;

/// UPDATE_FRAMEWORK: a connected framework describes itself anew.
final class FrameworkUpdates {
    private final Ledger ledger;

    FrameworkUpdates(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Why the new description is not taken, in Mesos' words.
    static Optional<Refusal> refusal(Framework framework, UpdateFramework update) {
        FrameworkInfo wanted = update.getFrameworkInfo();
        return RoleRules.info(wanted)
                .map(wrong -> "Supplied FrameworkInfo is not valid: " + wrong)
                .or(() ->
                        fixed(framework.info(), wanted)
                                .map(wrong -> "FrameworkInfo update is not valid: " + wrong))
                .or(() ->
                        RoleRules.suppressed(wanted, update.getSuppressedRolesList())
                                .map(wrong -> "'UpdateFramework' call is not valid: " + wrong))
                .map(text -> new Refusal(400, text));
    }

    private static Optional<String> fixed(FrameworkInfo known, FrameworkInfo wanted) {
        if (!known.getPrincipal().equals(wanted.getPrincipal())) {
            return Optional.of("Changing framework's principal is not allowed.");
        }
        return changed("user", known.getUser(), wanted.getUser())
                .or(() ->
                        changed(
                                "checkpoint",
                                Boolean.toString(known.getCheckpoint()),
                                Boolean.toString(wanted.getCheckpoint())));
    }

    private static Optional<String> changed(String field, String from, String to) {
        return from.equals(to)
                ? Optional.empty()
                : Optional.of(
                        "Updating 'FrameworkInfo.%s' is unsupported; attempted to update from '%s' to '%s'"
                                .formatted(field, from, to));
    }

    /// Takes the new description. Offers for roles it has left are rescinded, its tasks stay.
    void update(Framework framework, UpdateFramework update) {
        FrameworkID id = FrameworkID.newBuilder().setValue(framework.id).build();
        framework.update(update.getFrameworkInfo().toBuilder().setId(id).build());
        framework.suppressed.clear();
        framework.suppressed.addAll(update.getSuppressedRolesList());
        Set<String> roles = framework.roles();
        List<Offer> left =
                ledger.offers.values().stream()
                        .filter(offer -> offer.framework() == framework)
                        .filter(offer -> !roles.contains(offer.role()))
                        .toList();
        left.forEach(ledger::rescind);
        ledger.announce(() -> OperatorEvents.frameworkUpdated(framework));
    }
}
