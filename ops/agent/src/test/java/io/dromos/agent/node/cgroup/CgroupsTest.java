package io.dromos.agent.node.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromos.agent.node.cgroup.Cgroups.Group;
import io.dromos.agent.node.supervise.Ending;
import io.dromos.agent.node.supervise.LogLimits;
import io.dromos.agent.node.supervise.Run;
import io.dromos.agent.node.supervise.RunDirectory;
import io.dromos.agent.node.supervise.Supervisor;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CgroupLimits SMALL =
            new CgroupLimits(16 << 20, 32 << 20, 0.5, OptionalDouble.of(0.25));

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"0.1,102,4", "1,1024,39", "0,2,1", "256,262144,10000", "1000,262144,10000"})
    void shares_become_weights(double cpus, long shares, long weight) {
        var limits = new CgroupLimits(1, 1, cpus, OptionalDouble.empty());
        assertThat(limits.cpuShares()).isEqualTo(shares);
        assertThat(limits.cpuWeight()).isEqualTo(weight);
    }

    @Test
    void only_a_finite_limit_of_processors_becomes_a_quota() {
        assertThat(SMALL.cpuQuotaMicros()).isEqualTo(25_000);
        assertThat(new CgroupLimits(1, 1, 1, OptionalDouble.empty()).cpuQuotaMicros())
                .isEqualTo(-1);
        var endless = OptionalDouble.of(Double.POSITIVE_INFINITY);
        assertThat(new CgroupLimits(1, 1, 1, endless).cpuQuotaMicros()).isEqualTo(-1);
        assertThat(new CgroupLimits(1, 1, 1, OptionalDouble.of(0.001)).cpuQuotaMicros())
                .isEqualTo(1_000);
    }

    @Test
    void version_1_is_found_where_version_2_has_no_memory_controller() throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), "hugetlb\n");
        var mounts =
                Mounts.parse(
                        """
                        cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0
                        cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
                        cgroup2 %s cgroup2 rw 0 0
                        """
                                .formatted(directory));
        var shared = Path.of("/sys/fs/cgroup/cpu,cpuacct");
        assertThat(Mounts.choose(mounts, "own"))
                .isEqualTo(new CgroupsV1(Path.of("/sys/fs/cgroup/memory"), shared, shared, "own"));
        Files.writeString(directory.resolve("cgroup.controllers"), "cpu memory pids\n");
        assertThat(Mounts.choose(mounts, "own")).isEqualTo(new CgroupsV2(directory, "own"));
    }

    @Test
    void without_root_or_controllers_it_is_said_that_nothing_is_enforced() throws Exception {
        var none = Mounts.detect(false, "own");
        assertThat(none.describe()).contains("not enforced").contains("does not run as root");
        assertThat(none.limitsMemory()).isFalse();
        assertThat(none.create("t", SMALL).joins()).isEmpty();
        assertThat(Mounts.choose(List.of(), "own").describe())
                .contains("no control groups with memory and cpu");
    }

    @Test
    void version_2_writes_its_limits_into_a_lookalike_directory() throws Exception {
        print("version 2 limits: written into a directory that only looks like a hierarchy");
        var task = Files.createDirectories(directory.resolve("dromos/a/t"));
        for (var level :
                List.of(
                        directory,
                        task.resolve("../..").normalize(),
                        task.resolve("..").normalize(),
                        task)) {
            Files.writeString(level.resolve("cgroup.controllers"), "cpu memory\n");
            Files.writeString(level.resolve("cgroup.subtree_control"), "");
        }
        for (var file : List.of("memory.low", "memory.swap.max", "memory.oom.group")) {
            Files.writeString(task.resolve(file), "");
        }
        var group = new CgroupsV2(directory, "dromos/a").create("t", SMALL);
        assertThat(task.resolve("memory.max")).hasContent("33554432");
        assertThat(task.resolve("memory.low")).hasContent("16777216");
        assertThat(task.resolve("memory.swap.max")).hasContent("0");
        assertThat(task.resolve("memory.oom.group")).hasContent("1");
        assertThat(task.resolve("cpu.weight")).hasContent("20");
        assertThat(task.resolve("cpu.max")).hasContent("25000 100000");
        assertThat(directory.resolve("cgroup.subtree_control")).hasContent("+cpu");
        assertThat(task.resolve("cgroup.subtree_control")).hasContent("");
        assertThat(group.joins()).containsExactly(task.resolve("cgroup.procs"));
        assertThat(group.ranOutOfMemory()).isFalse();
        Files.writeString(task.resolve("memory.events"), "low 0\noom 1\noom_kill 2\n");
        Files.writeString(task.resolve("memory.peak"), "33554432\n");
        Files.writeString(task.resolve("cpu.stat"), "usage_usec 9\nuser_usec 4\nsystem_usec 5\n");
        assertThat(group.ranOutOfMemory()).isTrue();
        assertThat(group.usage().memoryPeakBytes()).hasValue(33554432);
        assertThat(group.usage().cpuSystemMicros()).hasValue(5);
    }

    @Test
    void version_2_holds_and_ends_real_processes() throws Exception {
        assumeRoot();
        var root = Files.createDirectory(directory.resolve("cgroup2"));
        var mounted = Tool.run(PATIENCE, "mount", "-t", "cgroup2", "none", root.toString());
        assumeTrue(mounted.isSuccess(), "the kernel refuses mount -t cgroup2: " + mounted.errors());
        try {
            var cgroups = new CgroupsV2(root, "dromos-test/" + UUID.randomUUID());
            print(
                    "version 2 processes: a real mount; controllers "
                            + Hierarchy.words(root, "cgroup.controllers"));
            holdsAndEnds(cgroups);
            cgroups.removeAll();
            Files.delete(root.resolve("dromos-test"));
        } finally {
            Tool.run(PATIENCE, "umount", root.toString());
        }
    }

    @Test
    void version_1_holds_and_ends_real_processes() throws Exception {
        var cgroups = versionOne();
        print("version 1 processes: " + cgroups.memory());
        holdsAndEnds(cgroups);
        cgroups.removeAll();
    }

    @Test
    void version_1_ends_a_command_that_goes_over_its_memory() throws Exception {
        var cgroups = versionOne();
        print("version 1 memory: " + cgroups.memory());
        var group = cgroups.create("hog", SMALL);
        try {
            var meta = run(group, "sh", "-c", "x=$(head -c 300000000 /dev/zero | tr '\\0' x)");
            var ending =
                    await().atMost(PATIENCE).until(meta::ending, Optional::isPresent).orElseThrow();
            assertThat(ending).isNotEqualTo(new Ending(0));
            assertThat(group.ranOutOfMemory()).isTrue();
            assertThat(group.usage().memoryLimitBytes()).hasValue(32 << 20);
            assertThat(group.usage().memoryPeakBytes().orElse(0)).isGreaterThan(30 << 20);
        } finally {
            group.destroy();
            cgroups.removeAll();
        }
    }

    /// Also a process that left its session is in the group, and ends with it; a later life of the
    /// agent finds the group.
    private void holdsAndEnds(Cgroups cgroups) throws Exception {
        var group = cgroups.create("t", SMALL);
        var meta = run(group, "sh", "-c", "setsid sleep 1000 & sleep 1000");
        await().atMost(PATIENCE).until(() -> members(group).size() >= 3);
        cgroups.find("t").destroy();
        assertThat(group.joins()).noneMatch(Files::exists);
        await().atMost(PATIENCE).until(meta::ending, Optional::isPresent);
        cgroups.find("t").destroy();
        var left = cgroups.create("left", SMALL);
        cgroups.removeAll();
        assertThat(left.joins()).noneMatch(Files::exists);
    }

    private static List<String> members(Group group) {
        return Hierarchy.words(group.joins().getFirst().resolveSibling("."), "cgroup.procs");
    }

    private RunDirectory run(Group group, String... command) throws IOException {
        var meta = new RunDirectory(Files.createDirectory(directory.resolve("meta")));
        var sandbox = Files.createDirectory(directory.resolve("sandbox"));
        Supervisor.install(directory.resolve("bin"), LogLimits.STANDARD)
                .start(
                        new Run(
                                meta,
                                sandbox,
                                Map.of(),
                                group.joins(),
                                List.of(),
                                List.of(command)));
        return meta;
    }

    private static CgroupsV1 versionOne() throws IOException {
        assumeRoot();
        var mounts = Mounts.parse(Files.readString(Path.of("/proc/self/mounts")));
        var ones = mounts.stream().filter(mount -> !mount.type().equals("cgroup2")).toList();
        var chosen = Mounts.choose(ones, "dromos-test-" + UUID.randomUUID());
        assumeTrue(
                chosen instanceof CgroupsV1,
                "no memory and cpu controllers of version 1 are mounted here");
        return (CgroupsV1) chosen;
    }

    private static void assumeRoot() {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "needs root: makes control groups");
    }

    private static void print(String what) {
        System.out.println("CgroupsTest: " + what);
    }
}
