package io.dromos.actors;

import io.dromos.domain.application.ApplicationReply;
import io.dromos.domain.deployment.Deployment;
import io.dromos.events.AppId;
import io.dromos.events.facts.CatalogFact.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a deployment is at, and which of its applications have answered. It lives in memory: a
/// deployment that starts anew asks anew.
///
/// @param wish what it wants of them: a [Deployment.Wish], or that they leave it after this
///   [Outcome]
/// @param confirmed those that did
/// @param unanswered those that were asked and have not answered
record Phase(Object wish, Set<AppId> confirmed, Set<AppId> unanswered) {

    /// How many applications are asked at a time without an answer.
    private static final int UNANSWERED_MAX = 200;

    Phase(Object wish) {
        this(wish, new HashSet<>(), new HashSet<>());
    }

    /// Which of these are to be asked now; they count as asked.
    List<AppId> ask(Collection<AppId> apps) {
        var asked = new ArrayList<AppId>();
        for (var app : apps) {
            if (unanswered.size() >= UNANSWERED_MAX) break;
            if (!confirmed.contains(app) && unanswered.add(app)) asked.add(app);
        }
        return asked;
    }

    /// Whether it waits for the applications of this step.
    boolean releases(int step) {
        return wish instanceof Deployment.Wish.Release release && release.step() == step;
    }

    /// Whether an application that answers so did what is wanted.
    boolean isConfirmedBy(ApplicationReply reply) {
        return switch (reply) {
            case ApplicationReply.Adopted _ -> wish instanceof Deployment.Wish.Adopt;
            case ApplicationReply.Superseded _ -> true;
            case ApplicationReply.Released released -> released.done() && releases(released.step());
            case ApplicationReply.Left _ -> wish instanceof Outcome;
            case ApplicationReply.Planned _,
                    ApplicationReply.Abandoned _,
                    ApplicationReply.Observed _,
                    ApplicationReply.Killed _,
                    ApplicationReply.Ok _ ->
                    false;
        };
    }
}
