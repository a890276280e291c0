package io.dromos.actors;

import io.dromos.domain.catalog.CatalogReply;
import io.dromos.domain.catalog.Change;
import io.dromos.domain.deployment.DeploymentCommand;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What routes may ask of the actors. Everything else is read from views.
///
/// Each answer arrives after its facts are durable, within the asker's time limit, and never fails
/// with an exception: an outcome that is not known in time is a value.
public interface Orchestrator {

    /// Asks the catalog to admit a change. May be repeated with the same change id.
    CompletionStage<Answer<CatalogReply>> change(Change change, Origin origin);

    /// Stops a deployment where it is; targets stay as they are.
    CompletionStage<Answer<CatalogReply>> stop(DeploymentId deployment, Origin origin);

    /// Pauses, resumes or bounds a deployment. The catalog decides whether there is one; one that
    /// is open and has not begun yet is waited for.
    CompletionStage<Answer<Steered>> steer(
            DeploymentId deployment, DeploymentCommand.Steer command, Origin origin);

    /// What came of steering a deployment.
    ///
    /// @param open whether it is at work, and follows; otherwise nothing was done
    record Steered(boolean open) {}

    /// Ends the runs of these instances of an application.
    ///
    /// @param instances which; those that have no run are left out of the answer
    /// @param wipe whether the instances go for good and new ones take their place
    CompletionStage<Answer<Killed>> kill(
            AppId app, List<InstanceId> instances, boolean wipe, Origin origin);

    /// Lifts the delay of an application's next launch.
    CompletionStage<Answer<Killed>> resetDelay(AppId app, Origin origin);

    /// Instances that were told to end.
    record Killed(List<InstanceId> instances) {
        /// Copies what it is given.
        public Killed {
            instances = List.copyOf(instances);
        }
    }

    /// What comes back.
    sealed interface Answer<R> {

        /// A decision, durable.
        ///
        /// @param reply what was decided
        /// @param persistenceId whose facts it rests on
        /// @param sequenceNr the last of them; views that passed it show the decision
        record Decided<R>(R reply, String persistenceId, long sequenceNr) implements Answer<R> {}

        /// It may or may not have happened: ask again, or look.
        record OutcomeUnknown<R>(String why) implements Answer<R> {}

        /// It did not happen, for the log could not take it; ask again when what `why` says is
        /// mended.
        ///
        /// @param fenced whether the log refused the epoch of a plan that was among what was to be
        ///   written together
        record NotWritten<R>(String why, boolean fenced) implements Answer<R> {

            /// For a reason that passes.
            public NotWritten(String why) {
                this(why, false);
            }
        }

        /// It did not happen, for what it would write is beyond a bound.
        record TooBig<R>(String why) implements Answer<R> {}

        /// It did not happen, for too much else waits.
        record Busy<R>(String why) implements Answer<R> {}
    }
}
