package io.dromos.mesos;

import io.dromos.domain.mesos.TaskLaunch;
import io.dromos.events.AgentId;
import io.dromos.events.AppId;
import io.dromos.events.InstanceId;
import io.dromos.events.TaskId;
import io.dromos.events.Version;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Backoff;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.Health;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import io.dromos.events.spec.Resources;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds launches for tests, field by field.
final class Specs {

    static final AppId APP = new AppId("/prod/web");
    static final TaskId TASK =
            TaskId.of(InstanceId.of(APP, "0b1f5c1e-0000-4000-8000-000000000001"), 1);
    static final Version VERSION = Version.parse("2020-01-31T12:00:00.000Z");

    Optional<String> cmd = Optional.empty();
    List<String> args = List.of();
    Resources resources = new Resources(0.5, 64, 10, 0);
    final Map<String, String> env = new LinkedHashMap<>();
    final Map<String, String> labels = new LinkedHashMap<>();
    Optional<Container> container = Optional.empty();
    List<Network> networks = List.of(Network.HOST);
    final List<PortDefinition> portDefinitions = new ArrayList<>();
    final List<Fetch> fetch = new ArrayList<>();
    Optional<Duration> killGracePeriod = Optional.empty();
    Optional<String> user = Optional.empty();
    String executor = "";
    String role = "*";
    Health health = Health.NONE;

    static Specs cmd(String cmd) {
        var specs = new Specs();
        specs.cmd = Optional.of(cmd);
        return specs;
    }

    static Network named(String name) {
        return new Network(NetworkMode.CONTAINER, Optional.of(name), Map.of());
    }

    static Container docker(String image, PortMapping... mappings) {
        return new Container(
                Container.Type.DOCKER,
                Optional.of(new Container.Docker(image, false, false, List.of())),
                List.of(mappings),
                List.of());
    }

    static PortMapping mapping(int containerPort, Optional<Integer> hostPort, String name) {
        return new PortMapping(
                containerPort,
                hostPort,
                10_000,
                "tcp",
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                Map.of(),
                List.of());
    }

    TaskLaunch launch(Integer... hostPorts) {
        return new TaskLaunch(
                TASK,
                APP,
                VERSION,
                spec(),
                new AgentId("agent-S0"),
                "agent1",
                role,
                List.of(hostPorts));
    }

    private ApplicationSpec spec() {
        return new ApplicationSpec(
                cmd,
                args,
                1,
                resources,
                env,
                labels,
                List.of(),
                container,
                networks,
                portDefinitions,
                false,
                fetch,
                UpgradeStrategy.DEFAULT,
                Backoff.DEFAULT,
                KillSelection.YOUNGEST_FIRST,
                UnreachableStrategy.DEFAULT,
                killGracePeriod,
                List.of(),
                user,
                role,
                Optional.empty(),
                executor,
                Optional.of(health));
    }
}
