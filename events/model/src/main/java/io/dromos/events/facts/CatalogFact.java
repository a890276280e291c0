package io.dromos.events.facts;

import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Facts of the catalog: what is wanted.
public sealed interface CatalogFact extends Fact {

    /// A change was admitted; the facts of its applications and groups follow in the same list.
    ///
    /// @param change asks for the same change again are answered from this
    /// @param deployment that carries it out
    /// @param version of everything it defines, later than any before
    /// @param admission the catalog's sequence number of this fact; applications follow the highest
    /// @param count how many facts of applications and groups follow
    /// @param steps how many steps the deployment has
    /// @param superseded deployments it ends
    /// @param undoes the deployment it rolls back, if it is for that
    /// @param at when it was decided
    record ChangeAdmitted(
            ChangeId change,
            DeploymentId deployment,
            Version version,
            long admission,
            int count,
            int steps,
            List<DeploymentId> superseded,
            Optional<DeploymentId> undoes,
            Instant at)
            implements CatalogFact {
        /// Copies what it is given.
        public ChangeAdmitted {
            superseded = List.copyOf(superseded);
        }
    }

    /// An application has a new definition in force.
    ///
    /// @param app which
    /// @param deployment that carries it out
    /// @param base the version it replaces; absent for a new application
    /// @param version its new version
    /// @param info when it was scaled and changed last
    /// @param spec the whole definition
    /// @param step the step that releases it, from 0
    /// @param action what the step does
    /// @param victims instances that go for good, named by whoever asked for fewer, if he named any
    record ApplicationAdmitted(
            AppId app,
            DeploymentId deployment,
            Optional<Version> base,
            Version version,
            VersionInfo info,
            ApplicationSpec spec,
            int step,
            Action action,
            Optional<List<InstanceId>> victims)
            implements CatalogFact {
        /// Copies what it is given.
        public ApplicationAdmitted {
            victims = victims.map(List::copyOf);
        }

        /// Where nobody is named.
        public ApplicationAdmitted(
                AppId app,
                DeploymentId deployment,
                Optional<Version> base,
                Version version,
                VersionInfo info,
                ApplicationSpec spec,
                int step,
                Action action) {
            this(app, deployment, base, version, info, spec, step, action, Optional.empty());
        }
    }

    /// An application is to go: it has no definition any more.
    ///
    /// @param app which
    /// @param deployment that carries it out
    /// @param base the version it had
    /// @param version of its removal
    /// @param step the step that releases it, from 0
    record RemovalAdmitted(
            AppId app, DeploymentId deployment, Version base, Version version, int step)
            implements CatalogFact {}

    /// A group is there, with this said of it. Groups above it come to be with it, and so do those
    /// that hold an application.
    ///
    /// @param group never the root
    /// @param deployment of the change
    /// @param dependencies paths of applications and groups that everything in it waits for
    /// @param enforceRole whether what is in it runs with the group's role
    record GroupAdmitted(
            GroupId group, DeploymentId deployment, List<String> dependencies, boolean enforceRole)
            implements CatalogFact {
        /// Copies what it is given.
        public GroupAdmitted {
            dependencies = List.copyOf(dependencies);
        }
    }

    /// A group is gone; whatever is in it goes by facts of its own.
    ///
    /// @param deployment of the change
    record GroupRemovalAdmitted(GroupId group, DeploymentId deployment) implements CatalogFact {}

    /// A deployment ended; this, not the deployment's own fact, decides how.
    record DeploymentClosed(DeploymentId deployment, Outcome outcome, Instant at)
            implements CatalogFact {}

    /// How a deployment ended.
    enum Outcome {
        FINISHED,
        SUPERSEDED,
        CANCELLED
    }
}
