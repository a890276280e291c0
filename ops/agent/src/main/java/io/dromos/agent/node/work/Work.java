package io.dromos.agent.node.work;

import io.dromos.agent.node.cgroup.Cgroups.Usage;
import io.dromos.agent.node.health.Place;
import java.io.IOException;
import java.time.Duration;
import org.apache.mesos.v1.Protos.ContainerStatus;

/// What a task does on this machine. Every call may block; all are made by the task's own thread,
/// but for [#container], [#usage] and those of [Place]. Each may be repeated by a later life of the
/// agent.
public sealed interface Work extends Place permits CommandWork, ContainerWork {
    /// Makes all that must be there first: sandbox, URIs, image, limits.
    void prepare() throws LaunchFailure, IOException, InterruptedException;

    /// Starts it under a supervisor. Not called when an earlier life did.
    void start() throws LaunchFailure, IOException, InterruptedException;

    /// Whether it runs, or did: from then on [#container] tells its address.
    boolean isStarted() throws IOException, InterruptedException;

    /// How long to wait before [#isStarted] is asked again: as short as the question is cheap.
    Duration untilAskedAgain();

    /// Whether it has come to its end.
    boolean hasEnded() throws IOException, InterruptedException;

    /// Asks it to end.
    void terminate() throws IOException, InterruptedException;

    /// Ends it.
    void kill() throws IOException, InterruptedException;

    /// Whether the kernel ended a part of it for want of memory, so that the rest has to go.
    boolean ranOutOfMemory();

    /// How it ended; after [#hasEnded].
    Conclusion conclude() throws IOException, InterruptedException;

    /// Removes what it leaves on the machine, except the sandbox. What is gone already is fine.
    void clean() throws IOException, InterruptedException;

    /// Where it runs, as told in updates.
    ContainerStatus container();

    /// What the engine says about it, for TASK_RUNNING of a container; may be empty.
    String inspection();

    /// What it uses now.
    Usage usage();
}
