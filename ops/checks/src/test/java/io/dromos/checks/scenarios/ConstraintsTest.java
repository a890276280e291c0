package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Constraints of each kind over three agents: `localhost` in rack a, `agent1` and `agent2` in rack
/// b.
final class ConstraintsTest extends Scene {

    private static String constrained(String id, int instances, String constraint) {
        return sleeper(
                id, ",\"instances\":%d,\"constraints\":[%s]".formatted(instances, constraint));
    }

    /// How many run on each host.
    private static Map<String, Integer> spread(String app, int count) {
        var spread = new TreeMap<String, Integer>();
        for (var task : api().awaitRunning(app, count)) spread.merge(host(task), 1, Integer::sum);
        return spread;
    }

    @Test
    void each_operator_puts_tasks_where_it_says() {
        api().put(
                        "/v2/groups",
                        "{\"id\":\"/\",\"apps\":[%s]}"
                                .formatted(
                                        String.join(
                                                ",",
                                                constrained("/u", 3, "[\"hostname\",\"UNIQUE\"]"),
                                                constrained(
                                                        "/c",
                                                        2,
                                                        "[\"hostname\",\"CLUSTER\",\"agent2\"]"),
                                                constrained("/cc", 3, "[\"hostname\",\"CLUSTER\"]"),
                                                constrained(
                                                        "/l",
                                                        2,
                                                        "[\"hostname\",\"LIKE\",\"a.*1\"]"),
                                                constrained(
                                                        "/ul",
                                                        2,
                                                        "[\"hostname\",\"UNLIKE\",\"a.*\"]"),
                                                constrained(
                                                        "/m",
                                                        5,
                                                        "[\"hostname\",\"MAX_PER\",\"2\"]"),
                                                constrained(
                                                        "/i",
                                                        2,
                                                        "[\"hostname\",\"IS\",\"agent1\"]"))))
                .ok();
        api().awaitSettled();
        assertThat(spread("/u", 3)).containsOnlyKeys("agent1", "agent2", "localhost");
        assertThat(spread("/c", 2)).containsOnlyKeys("agent2");
        assertThat(spread("/cc", 3)).hasSize(1);
        assertThat(spread("/l", 2)).containsOnlyKeys("agent1");
        assertThat(spread("/ul", 2)).containsOnlyKeys("localhost");
        assertThat(spread("/m", 5).values()).containsExactlyInAnyOrder(2, 2, 1);
        assertThat(spread("/i", 2)).containsOnlyKeys("agent1");
    }

    /// A set is a text to an agent, as to that of Mesos. What an agent lacks can only be unlike.
    @Test
    void attributes_of_each_type_say_where_tasks_go() {
        var apps =
                List.of(
                        constrained("/text", 3, "[\"rack\",\"IS\",\"a\"]"),
                        constrained("/unlike", 3, "[\"rack\",\"UNLIKE\",\"a\"]"),
                        constrained("/each", 2, "[\"rack\",\"UNIQUE\"]"),
                        constrained("/even", 4, "[\"rack\",\"GROUP_BY\",\"2\"]"),
                        constrained("/scalar", 2, "[\"weight\",\"IS\",\"2.0\"]"),
                        constrained("/like", 2, "[\"weight\",\"LIKE\",\"0[.]25\"]"),
                        constrained("/range", 2, "[\"lanes\",\"LIKE\",\".*20-30.*\"]"),
                        constrained("/set", 2, "[\"disks\",\"LIKE\",\".*hdd.*\"]"),
                        constrained("/lacking", 2, "[\"disks\",\"UNLIKE\",\".*\"]"));
        api().put("/v2/groups", "{\"id\":\"/\",\"apps\":[%s]}".formatted(String.join(",", apps)))
                .ok();
        api().awaitSettled();
        assertThat(spread("/text", 3)).containsOnlyKeys("localhost");
        assertThat(spread("/unlike", 3)).doesNotContainKey("localhost");
        assertThat(spread("/each", 2)).hasSize(2).containsEntry("localhost", 1);
        assertThat(spread("/even", 4)).containsEntry("localhost", 2);
        assertThat(spread("/scalar", 2)).containsOnlyKeys("agent1");
        assertThat(spread("/like", 2)).containsOnlyKeys("agent2");
        assertThat(spread("/range", 2)).containsOnlyKeys("localhost");
        assertThat(spread("/set", 2)).containsOnlyKeys("agent1");
        assertThat(spread("/lacking", 2)).containsOnlyKeys("agent2");
    }

    @Test
    void instances_grouped_by_host_stay_even_when_there_are_to_be_fewer() {
        deploy(constrained("/even", 6, "[\"hostname\",\"GROUP_BY\",\"3\"]"));
        assertThat(spread("/even", 6).values()).containsExactly(2, 2, 2);
        api().put("/v2/apps/even", "{\"instances\":3}").ok();
        api().awaitSettled();
        assertThat(spread("/even", 3).values()).containsExactly(1, 1, 1);
    }

    @Test
    void an_application_of_unique_instances_is_upgraded_while_all_hosts_hold_one() {
        deploy(constrained("/unique", 3, "[\"hostname\",\"UNIQUE\"]"));
        var before = ids(api().awaitRunning("/unique", 3));
        api().put("/v2/apps/unique", "{\"env\":{\"changed\":\"yes\"}}").ok();
        api().awaitSettled();
        assertThat(ids(api().awaitRunning("/unique", 3))).doesNotContainAnyElementsOf(before);
        assertThat(spread("/unique", 3)).hasSize(3);
    }
}
