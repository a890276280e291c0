package io.dromos.actors;

import akka.actor.typed.ActorRef;
import io.dromos.actors.Orchestrator.Answer;
import io.dromos.domain.application.ApplicationCommand;
import io.dromos.domain.framework.FrameworkCommand;
import io.dromos.domain.front.Claiming;
import io.dromos.domain.front.SchedulerMail;
import io.dromos.domain.scheduling.Effect;
import io.dromos.events.AppId;
import io.dromos.events.FrameworkId;
import io.dromos.events.Origin;

/// What the scheduler sends to other aggregates, with the address their answers go to.
record SchedulerPost(Cluster cluster, ActorRef<Answer<Object>> answers) {

    private static final Origin ORIGIN = Origin.system("scheduler");

    void propose(Effect.ProposePlan plan) {
        cluster.application(plan.app())
                .tell(new ApplicationFront.Propose(plan, Answers.about(answers)));
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

    void register(FrameworkId id, long epoch) {
        framework(new FrameworkCommand.Register(id, epoch));
    }

    /// Has the framework know an epoch that it may not know yet, if there is one.
    void claim(Claiming claiming) {
        claiming.pending().map(FrameworkCommand.Claim::new).ifPresent(this::framework);
    }

    private void order(AppId app, ApplicationCommand command) {
        cluster.application(app)
                .tell(new ApplicationFront.Ask(command, ORIGIN, true, Answers.about(answers)));
    }
}
