package io.dromos.actors;

import akka.actor.typed.ActorRef;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.scheduling.Effect;
import io.dromos.events.AppId;
import io.dromos.events.Origin;

/// What the scheduler sends to other aggregates, with the address their answers go to.
record SchedulerPost(Cluster cluster, ActorRef<Answer<Object>> answers) {

    private static final Origin ORIGIN = Origin.system("scheduler");

    void propose(Effect.ProposePlan plan) {
        cluster.application(plan.app()).tell(SchedulerMail.proposal(plan, Answers.about(answers)));
    }

    void abandon(Effect.TellAbandoned tell) {
        order(tell.app(), SchedulerMail.abandon(tell));
    }

    void observe(Effect.DeliverUpdates deliver) {
        order(deliver.app(), SchedulerMail.observe(deliver));
    }

    void framework(FrameworkCommand command) {
        cluster.framework().tell(new FrameworkFront.Ask(command, ORIGIN, Answers.about(answers)));
    }

    private void order(AppId app, ApplicationCommand command) {
        cluster.application(app)
                .tell(new ApplicationFront.Ask(command, ORIGIN, true, Answers.about(answers)));
    }
}
