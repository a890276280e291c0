package io.dromos.simulation;

import io.dromos.domain.Context;
import io.dromos.domain.Decider;
import io.dromos.domain.Decision;
import io.dromos.domain.catalog.Catalog;
import io.dromos.domain.catalog.CatalogCommand;
import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.catalog.Refusal;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CatalogFact.ChangeAdmitted;
import io.dromos.events.facts.CatalogFact.DeploymentClosed;
import io.dromos.events.facts.CatalogFact.Outcome;
import io.dromos.events.state.CatalogState;
import java.util.ArrayList;
import java.util.List;

/// The catalog's decisions, which are let alone unless what deployments hold is ignored on purpose.
///
/// @param course says whether
/// @param catalog whose decisions they are
record Unlocked(Course course, Catalog catalog)
        implements Decider<CatalogState, CatalogCommand, CatalogFact, CatalogReply> {

    @Override
    public CatalogState evolve(CatalogState state, CatalogFact fact) {
        return catalog.evolve(state, fact);
    }

    @Override
    public Decision<CatalogFact, CatalogReply> decide(
            CatalogState state, CatalogCommand command, Context context) {
        var decision = catalog.decide(state, command, context);
        boolean locked =
                course.has(Fault.LOCK_IGNORED)
                        && decision.reply() instanceof CatalogReply.Refused(Refusal.Locked _);
        return locked && command instanceof CatalogCommand.Admit(var change)
                ? beside(state, change, context)
                : decision;
    }

    private Decision<CatalogFact, CatalogReply> beside(
            CatalogState state, Change change, Context context) {
        var forced =
                new Change(change.id(), change.deployment(), change.edits(), true, change.dryRun());
        var decision = catalog.decide(state, new CatalogCommand.Admit(forced), context);
        if (!(decision.reply() instanceof CatalogReply.Admitted reply)) return decision;
        long admission = state.sequence() + 1;
        var facts = new ArrayList<CatalogFact>();
        for (var fact : decision.facts())
            switch (fact) {
                case DeploymentClosed end when end.outcome() == Outcome.SUPERSEDED -> {}
                case ChangeAdmitted it ->
                        facts.add(
                                new ChangeAdmitted(
                                        it.change(),
                                        it.deployment(),
                                        it.version(),
                                        admission,
                                        it.count(),
                                        it.steps(),
                                        List.of(),
                                        it.undoes(),
                                        it.at()));
                case CatalogFact.ApplicationAdmitted _,
                        CatalogFact.RemovalAdmitted _,
                        CatalogFact.GroupAdmitted _,
                        CatalogFact.GroupRemovalAdmitted _,
                        DeploymentClosed _ ->
                        facts.add(fact);
            }
        return new Decision<>(
                facts,
                new CatalogReply.Admitted(
                        reply.deployment(),
                        reply.version(),
                        admission,
                        state.sequence() + facts.size()));
    }
}
