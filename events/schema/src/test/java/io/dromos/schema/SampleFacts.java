package io.dromos.schema;

import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.ChangeId;
import io.dromos.events.DeploymentId;
import io.dromos.events.FrameworkId;
import io.dromos.events.GroupId;
import io.dromos.events.InstanceId;
import io.dromos.events.Origin;
import io.dromos.events.Recorded;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import io.dromos.events.Version;
import io.dromos.events.facts.Action;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.facts.CatalogFact;
import io.dromos.events.facts.CheckResult;
import io.dromos.events.facts.DeploymentFact;
import io.dromos.events.facts.Fact;
import io.dromos.events.facts.FrameworkFact;
import io.dromos.events.facts.Target;
import io.dromos.events.facts.VersionInfo;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.spec.ProgressDeadline;
import io.dromos.events.spec.Resources;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One fact of each type with every property set, and a few with as little as they may have.
final class SampleFacts {

    static final Instant AT = Instant.parse("2026-11-25T03:44:27.123456Z");
    static final Version VERSION = Version.parse("2026-11-25T03:44:27.123Z");
    static final AppId APP = new AppId("/prod/web");
    static final DeploymentId DEPLOYMENT = new DeploymentId("5ed4c0c5-9ff8-4a6f-a0cd-f57f59a34b43");
    static final InstanceId INSTANCE = InstanceId.of(APP, "1f9b34c2-c0de-11f0-9d1b-70b3d5800001");
    static final TaskId TASK = TaskId.of(INSTANCE, 2);
    static final AgentId AGENT = new AgentId("d3398795-044b-48f9-9c57-3c80f7d2f85b-S0");
    static final VersionInfo INFO =
            new VersionInfo(VERSION, Version.parse("2026-11-24T00:00:00.000Z"));

    static final Origin ORIGIN =
            new Origin(
                    "ada",
                    Optional.of("127.0.0.1:51234"),
                    Optional.of("req-42"),
                    Optional.of("change 7d0e"),
                    Optional.of("Black Friday"));

    static final ApplicationSpec FULL =
            new ApplicationSpec(
                    Optional.of("exec python3 -m http.server $PORT0"),
                    List.of("-v", "--name", "grün"),
                    3,
                    new Resources(0.1, 128, 0.5, 1),
                    Map.of("MONGODB_HOST", "mongodb.marathon.mesos", "A", ""),
                    Map.of("HAPROXY_GROUP", "external"),
                    List.of(
                            new Constraint(
                                    "hostname", Constraint.Operator.UNIQUE, Optional.empty()),
                            new Constraint("rack", Constraint.Operator.LIKE, Optional.of("a|b"))),
                    Optional.of(
                            new Container(
                                    Container.Type.DOCKER,
                                    Optional.of(
                                            new Container.Docker(
                                                    "teamcloudyuga/rsvpapp",
                                                    true,
                                                    false,
                                                    List.of(
                                                            new Container.Parameter(
                                                                    "hostname", "a.corp.org")))),
                                    List.of(
                                            new PortMapping(
                                                    5000,
                                                    Optional.of(0),
                                                    10_000,
                                                    "tcp",
                                                    Optional.of("rsvp"),
                                                    Map.of("VIP_0", "1.2.3.4:80"),
                                                    List.of("dcos"))),
                                    List.of(
                                            new Container.Volume(
                                                    "/data",
                                                    "/srv/data",
                                                    Container.Volume.Mode.RW)))),
                    List.of(
                            new Network(
                                    NetworkMode.CONTAINER,
                                    Optional.of("dcos"),
                                    Map.of("zone", "dmz"))),
                    List.of(
                            new PortDefinition(
                                    10_001, "udp,tcp", Optional.of("http"), Map.of("l", "v"))),
                    true,
                    List.of(
                            new Fetch(
                                    "https://example.org/a.tgz",
                                    true,
                                    false,
                                    true,
                                    Optional.of("b.tgz"))),
                    new UpgradeStrategy(0.5, 0.2),
                    new Backoff(Duration.ofMillis(1_500), 1.15, Duration.ofMinutes(5)),
                    KillSelection.OLDEST_FIRST,
                    new UnreachableStrategy.After(Duration.ofSeconds(300), Duration.ofSeconds(600)),
                    Optional.of(Duration.ofSeconds(10)),
                    List.of("/prod/db"),
                    Optional.of("nobody"),
                    "prod",
                    Optional.of(List.of("prod", "*")),
                    "//cmd",
                    Optional.empty());

    private static final ProgressDeadline DEADLINE =
            new ProgressDeadline(Duration.ofMinutes(10), true);

    static final List<Fact> ALL =
            List.of(
                    new CatalogFact.ChangeAdmitted(
                            new ChangeId("7d0e"),
                            DEPLOYMENT,
                            VERSION,
                            17,
                            2,
                            3,
                            List.of(new DeploymentId("0b3f0f0e-2a9c-4f6e-8d1c-0e9b7b1f2a33")),
                            Optional.empty(),
                            AT),
                    new CatalogFact.ApplicationAdmitted(
                            APP,
                            DEPLOYMENT,
                            Optional.of(Version.parse("2026-11-24T00:00:00.000Z")),
                            VERSION,
                            INFO,
                            FULL,
                            1,
                            Action.RESTART),
                    new CatalogFact.RemovalAdmitted(
                            APP, DEPLOYMENT, Version.parse("2026-11-24T00:00:00Z"), VERSION, 0),
                    new CatalogFact.GroupAdmitted(
                            new GroupId("/prod"), DEPLOYMENT, List.of("/db", "/prod/queue"), true),
                    new CatalogFact.GroupRemovalAdmitted(new GroupId("/prod/old"), DEPLOYMENT),
                    new CatalogFact.DeploymentClosed(
                            DEPLOYMENT, CatalogFact.Outcome.SUPERSEDED, AT),
                    new ApplicationFact.VersionAdopted(
                            APP, 17, DEPLOYMENT, new Target.Run(VERSION, INFO, FULL), AT),
                    new ApplicationFact.StepReleased(APP, DEPLOYMENT, 1, AT),
                    new ApplicationFact.StepDone(APP, DEPLOYMENT, 1, AT),
                    new ApplicationFact.RolloutLeft(APP, DEPLOYMENT, AT),
                    new ApplicationFact.RolloutPaused(APP, DEPLOYMENT, 1, 7, Optional.empty(), AT),
                    new ApplicationFact.RolloutResumed(APP, DEPLOYMENT, 2, AT),
                    new ApplicationFact.RolloutBounded(
                            APP, DEPLOYMENT, 3, Optional.of(DEADLINE), AT),
                    new ApplicationFact.RolloutStalled(
                            APP, DEPLOYMENT, "no progress for 600 s", true, AT),
                    new ApplicationFact.InstancePlanned(
                            APP,
                            INSTANCE,
                            TASK,
                            VERSION,
                            new ApplicationFact.Placement(
                                    AGENT,
                                    "node-1",
                                    "10.0.0.7",
                                    List.of(31_000, 31_001),
                                    Map.of("rack", "a", "gen", "3"),
                                    Optional.of("eu"),
                                    Optional.of("eu-1")),
                            4,
                            AT),
                    new ApplicationFact.LaunchAbandoned(APP, TASK, "offer rescinded", true, AT),
                    new ApplicationFact.TaskObserved(
                            APP,
                            TASK,
                            TaskState.RUNNING,
                            Optional.of("REASON_TASK_HEALTH_CHECK_STATUS_UPDATED"),
                            "is healthy",
                            Optional.of(true),
                            Optional.of(new CheckResult.Http(204)),
                            List.of("172.17.0.2"),
                            AT),
                    new ApplicationFact.InstanceHealthChanged(
                            APP, TASK, false, Optional.of("503 from /health"), AT),
                    new ApplicationFact.InstanceBecameReady(APP, TASK, AT),
                    new ApplicationFact.InstanceBecameInactive(APP, TASK, AT),
                    new ApplicationFact.KillRequested(APP, INSTANCE, "scaled down", true, AT),
                    new ApplicationFact.InstanceForgotten(APP, INSTANCE, AT),
                    new ApplicationFact.StragglerEnded(APP, TASK, TaskState.KILLED, AT),
                    new ApplicationFact.DelayReset(APP, AT),
                    new ApplicationFact.Removed(APP, AT),
                    new DeploymentFact.Started(DEPLOYMENT, VERSION, 17, 3, 2, Optional.empty(), AT),
                    new DeploymentFact.ActionPlanned(DEPLOYMENT, 1, APP, Action.SCALE),
                    new DeploymentFact.StepStarted(DEPLOYMENT, 1, AT),
                    new DeploymentFact.StepCompleted(DEPLOYMENT, 1, AT),
                    new DeploymentFact.Paused(
                            DEPLOYMENT, 1, "ops", Optional.of("the errors rise"), AT),
                    new DeploymentFact.Resumed(DEPLOYMENT, 2, "ops", AT),
                    new DeploymentFact.DeadlineSet(DEPLOYMENT, 3, DEADLINE, "ops", AT),
                    new DeploymentFact.DeadlineLifted(DEPLOYMENT, 4, "ops", AT),
                    new DeploymentFact.Stalled(DEPLOYMENT, APP, "no progress for 600 s", true, AT),
                    new DeploymentFact.Finished(DEPLOYMENT, AT),
                    new DeploymentFact.Cancelled(DEPLOYMENT, true, AT),
                    new FrameworkFact.Registered(
                            new FrameworkId("d3398795-044b-48f9-9c57-3c80f7d2f85b-0000"), AT),
                    new FrameworkFact.EpochClaimed(4, AT),
                    new FrameworkFact.AgentSeen(AGENT, "node-1", "10.0.0.7", AT),
                    new FrameworkFact.AgentLost(AGENT, AT));

    static final List<Fact> BARE =
            List.of(
                    new CatalogFact.ApplicationAdmitted(
                            APP,
                            DEPLOYMENT,
                            Optional.empty(),
                            VERSION,
                            VersionInfo.fresh(VERSION),
                            ApplicationSpec.ofCommand("sleep 1"),
                            0,
                            Action.START),
                    new ApplicationFact.VersionAdopted(
                            APP, 18, DEPLOYMENT, new Target.Remove(VERSION), AT),
                    new ApplicationFact.TaskObserved(
                            APP,
                            TASK,
                            TaskState.STAGING,
                            Optional.empty(),
                            "",
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Instant.EPOCH));

    private SampleFacts() {}

    static Recorded recorded(Fact fact) {
        return new Recorded(fact, ORIGIN);
    }
}
