package io.dromos.domain.catalog;

import io.dromos.domain.definition.Violation;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.GroupId;
import io.dromos.events.Version;
import java.util.List;

/// Why a change was not admitted.
public sealed interface Refusal {

    /// A definition breaks rules.
    record Invalid(AppId app, List<Violation> violations) implements Refusal {
        /// Copies what it is given.
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /// An application of this id exists.
    record AlreadyExists(AppId app) implements Refusal {}

    /// No application of this id exists.
    record UnknownApplication(AppId app) implements Refusal {}

    /// The application has no such version at hand.
    record UnknownVersion(AppId app, Version version) implements Refusal {}

    /// A group of this id exists.
    record GroupExists(GroupId group) implements Refusal {}

    /// An application has the path of the group.
    record ApplicationAtPath(GroupId group) implements Refusal {}

    /// No group of this id exists.
    record UnknownGroup(GroupId group) implements Refusal {}

    /// The group did not exist after that change, or what it was then is not at hand.
    record UnknownGroupVersion(GroupId group, Version version) implements Refusal {}

    /// An application and a group that is not empty have the same path.
    record SharedPath(GroupId group) implements Refusal {}

    /// Whether the group enforces its role is changed together with what is in it.
    record EnforcedWithServices(GroupId group) implements Refusal {}

    /// No deployment of this id is open.
    record UnknownDeployment(DeploymentId deployment) implements Refusal {}

    /// Open deployments hold applications of the change.
    record Locked(List<DeploymentId> deployments) implements Refusal {
        /// Copies what it is given.
        public Locked {
            deployments = List.copyOf(deployments);
        }
    }

    /// As many deployments as may be are open.
    record TooManyDeployments(int max) implements Refusal {}

    /// As many applications as may be exist.
    record TooManyApplications(int max) implements Refusal {}

    /// There would be more groups than may be.
    record TooManyGroups(int count, int max) implements Refusal {}

    /// The path of an application or group would have more segments than may be.
    record TooDeep(int depth, int max) implements Refusal {}

    /// All service ports are taken.
    record ServicePortsTaken(int min, int max) implements Refusal {}

    /// Applications depend on each other in a circle.
    record CyclicDependencies(List<AppId> apps) implements Refusal {
        /// Copies what it is given.
        public CyclicDependencies {
            apps = List.copyOf(apps);
        }
    }
}
