package io.dromos.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.discovery.NamedTask.DiscoveryPort;
import io.dromos.discovery.Records.Address;
import io.dromos.discovery.Records.Entry;
import io.dromos.discovery.Records.Service;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {

    private static final String AGENT_0 = "20140803-125133-3041283216-5050-2410-0";
    private static final String AGENT_1 = "20140827-000744-3041283216-5050-2116-1";
    static final Naming MARATHON = Naming.of("marathon");

    /// The task that Mesos-DNS's own fixture has on two agents.
    private static final NamedTask LIQUOR_0 =
            new NamedTask(
                    "/liquor-store",
                    "liquor-store",
                    "liquor-store.b8db9f73-562f-11e4-a088-c20493233aa5",
                    AGENT_0,
                    ip("1.2.3.11"),
                    List.of(ip("10.3.0.1")),
                    List.of(31354, 31355),
                    List.of(
                            new DiscoveryPort(80, "http", "tcp"),
                            new DiscoveryPort(443, "https", "tcp")));

    private static final NamedTask LIQUOR_1 =
            new NamedTask(
                    "/liquor-store",
                    "liquor-store",
                    "liquor-store.b71166c1-562f-11e4-a088-c20493233aa5",
                    AGENT_1,
                    ip("1.2.3.12"),
                    List.of(ip("10.3.0.2")),
                    List.of(31737, 31738),
                    LIQUOR_0.discoveryPorts());

    @Test
    void the_instances_of_an_application_share_its_name_and_each_has_its_own() {
        Records records = render(LIQUOR_0, LIQUOR_1);
        assertThat(records.at("liquor-store.marathon.mesos"))
                .containsExactly(address("10.3.0.1"), address("10.3.0.2"));
        assertThat(records.at("liquor-store-4dfjd-0.marathon.mesos"))
                .containsExactly(address("10.3.0.1"));
        assertThat(records.at("liquor-store-zasmd-1.marathon.mesos"))
                .containsExactly(address("10.3.0.2"));
    }

    @Test
    void the_names_below_slave_lead_to_the_agents() {
        Records records = render(LIQUOR_0, LIQUOR_1);
        assertThat(records.at("liquor-store.marathon.slave.mesos"))
                .containsExactly(address("1.2.3.11"), address("1.2.3.12"));
        assertThat(records.at("liquor-store-4dfjd-0.marathon.slave.mesos"))
                .containsExactly(address("1.2.3.11"));
        for (String protocol : List.of("tcp", "udp")) {
            assertThat(records.at("_liquor-store._" + protocol + ".marathon.slave.mesos"))
                    .containsExactly(
                            service(31354, "liquor-store-4dfjd-0.marathon.slave.mesos"),
                            service(31355, "liquor-store-4dfjd-0.marathon.slave.mesos"),
                            service(31737, "liquor-store-zasmd-1.marathon.slave.mesos"),
                            service(31738, "liquor-store-zasmd-1.marathon.slave.mesos"));
        }
    }

    @Test
    void discovery_ports_are_services_under_their_protocol_and_name() {
        Records records = render(LIQUOR_0, LIQUOR_1);
        assertThat(records.at("_liquor-store._tcp.marathon.mesos"))
                .containsExactly(
                        service(80, "liquor-store-4dfjd-0.marathon.mesos"),
                        service(443, "liquor-store-4dfjd-0.marathon.mesos"),
                        service(80, "liquor-store-zasmd-1.marathon.mesos"),
                        service(443, "liquor-store-zasmd-1.marathon.mesos"));
        assertThat(records.at("_https._liquor-store._tcp.marathon.mesos"))
                .containsExactly(
                        service(443, "liquor-store-4dfjd-0.marathon.mesos"),
                        service(443, "liquor-store-zasmd-1.marathon.mesos"));
        assertThat(records.at("_liquor-store._udp.marathon.mesos")).isEmpty();
        assertThat(records.at("_https._liquor-store._udp.marathon.mesos")).isEmpty();
    }

    @Test
    void without_discovery_ports_the_host_ports_are_the_services() {
        var task =
                new NamedTask(
                        "/car-store",
                        "car-store",
                        "car-store.1",
                        AGENT_0,
                        ip("1.2.3.11"),
                        List.of(),
                        List.of(31364),
                        List.of());
        Records records = render(task);
        String target = "car-store-" + Labels.hash("car-store.1") + "-0.marathon.slave.mesos";
        for (String protocol : List.of("tcp", "udp")) {
            assertThat(records.at("_car-store._" + protocol + ".marathon.mesos"))
                    .containsExactly(service(31364, target));
        }
        assertThat(records.at("car-store.marathon.mesos")).containsExactly(address("1.2.3.11"));
    }

    @Test
    void a_port_without_a_protocol_is_both() {
        Records records =
                render(task("web", List.of(), List.of(80), new DiscoveryPort(80, "", "")));
        assertThat(records.at("_web._tcp.marathon.mesos"))
                .isEqualTo(records.at("_web._udp.marathon.mesos"))
                .hasSize(1);
    }

    @Test
    void a_task_in_a_group_has_a_name_with_dots_and_one_with_dashes() {
        Records records =
                render(
                        task(
                                "mongo.db.prod",
                                List.of(),
                                List.of(31000),
                                new DiscoveryPort(31000, "db", "tcp")));
        String hash = Labels.hash("mongo.db.prod.1");
        assertThat(records.at("mongo.db.prod.marathon.mesos"))
                .isEqualTo(records.at("mongo-db-prod.marathon.mesos"))
                .containsExactly(address("1.2.3.11"));
        assertThat(records.at("_mongo.db.prod._tcp.marathon.mesos"))
                .containsExactly(service(31000, "mongo.db.prod-" + hash + "-s0.marathon.mesos"));
        assertThat(records.at("_db._mongo-db-prod._tcp.marathon.mesos"))
                .containsExactly(service(31000, "mongo-db-prod-" + hash + "-s0.marathon.mesos"));
    }

    @Test
    void the_database_of_the_example_has_its_containers_address() {
        Records records =
                render(
                        task(
                                "mongodb",
                                List.of(ip("172.17.0.2")),
                                List.of(31005),
                                new DiscoveryPort(31005, "mongo", "tcp")));
        assertThat(records.at("mongodb.marathon.mesos")).containsExactly(address("172.17.0.2"));
    }

    @Test
    void behind_a_bridge_a_host_port_leads_to_the_agent() {
        String target = "web-" + Labels.hash("web.1") + "-s0.marathon";
        var bridged = new DiscoveryPort(31005, "http", "tcp");
        assertThat(
                        render(task("web", List.of(ip("172.17.0.2")), List.of(31005), bridged))
                                .at("_web._tcp.marathon.mesos"))
                .containsExactly(service(31005, target + ".slave.mesos"));
        assertThat(
                        render(task("web", List.of(ip("1.2.3.11")), List.of(31005), bridged))
                                .at("_web._tcp.marathon.mesos"))
                .containsExactly(service(31005, target + ".mesos"));
        var inside = new DiscoveryPort(80, "http", "tcp");
        assertThat(
                        render(task("web", List.of(ip("9.0.0.2")), List.of(31005), inside))
                                .at("_web._tcp.marathon.mesos"))
                .containsExactly(service(80, target + ".mesos"));
    }

    @Test
    void of_each_family_the_first_address_counts() {
        Records records =
                render(
                        task(
                                "web",
                                List.of(
                                        ip("10.0.0.1"),
                                        ip("10.0.0.2"),
                                        ip("fd01::1"),
                                        ip("fd01::2")),
                                List.of()));
        assertThat(records.at("web.marathon.mesos"))
                .containsExactly(address("10.0.0.1"), address("fd01::1"));
    }

    @Test
    void a_name_that_dns_cannot_carry_is_left_out_and_disturbs_no_other() {
        Records records =
                render(
                        task("x".repeat(64), List.of(), List.of()),
                        task("a b\\c", List.of(), List.of()));
        assertThat(records.at("x".repeat(64) + ".marathon.mesos")).isEmpty();
        assertThat(records.at("a b\\c.marathon.mesos")).isEmpty();
        assertThat(records.at("x".repeat(63) + ".marathon.mesos")).hasSize(1);
        assertThat(records.at("abc.marathon.mesos")).hasSize(1);
    }

    @Test
    void a_service_whose_target_dns_cannot_carry_is_left_out() {
        String name = "x".repeat(60);
        Records records =
                render(task(name, List.of(), List.of(80), new DiscoveryPort(80, "http", "tcp")));
        assertThat(records.at(name + ".marathon.mesos")).hasSize(1);
        assertThat(records.at("_" + name + "._tcp.marathon.mesos")).isEmpty();
    }

    @Test
    void a_name_that_only_looks_canonical_is_not_there() {
        Records records = render(LIQUOR_0);
        assertThat(records.at("liquor-store-4dfjd-1.marathon.mesos")).isEmpty();
        assertThat(records.at("liquor-store-zasmd-0.marathon.mesos")).isEmpty();
        assertThat(records.at("liquor-4dfjd-0.marathon.mesos")).isEmpty();
        assertThat(records.at("liquor-store.chronos.mesos")).isEmpty();
        assertThat(records.at("liquor-store.marathon.org")).isEmpty();
        assertThat(records.at("_ftp._liquor-store._tcp.marathon.mesos")).isEmpty();
        assertThat(records.at("_http._liquor-store._tcp.marathon.slave.mesos")).isEmpty();
        assertThat(records.at("_liquor-store._sctp.marathon.slave.mesos")).isEmpty();
    }

    @Test
    void names_above_others_exist_and_are_empty() {
        Records records = render(task("mongo.db.prod", List.of(), List.of()));
        assertThat(records.has("db.prod.marathon.mesos")).isTrue();
        assertThat(records.at("db.prod.marathon.mesos")).isEmpty();
        assertThat(records.has("marathon.mesos")).isTrue();
        assertThat(records.has("slave.mesos")).isTrue();
        assertThat(records.has("_tcp.marathon.mesos")).isFalse();
        assertThat(records.has("mesos")).isTrue();
        assertThat(records.has("b.prod.marathon.mesos")).isFalse();
        assertThat(records.has("other.mesos")).isFalse();
    }

    @Test
    void names_are_found_whatever_their_case() {
        assertThat(render(task("Web", List.of(), List.of())).at("wEB.marathon.MESOS")).hasSize(1);
    }

    static NamedTask task(
            String name,
            List<InetAddress> addresses,
            List<Integer> hostPorts,
            DiscoveryPort... ports) {
        return new NamedTask(
                "/" + name,
                name,
                name + ".1",
                "b6f4-S0",
                ip("1.2.3.11"),
                addresses,
                hostPorts,
                List.of(ports));
    }

    private static Records render(NamedTask... tasks) {
        return Rendering.render(List.of(tasks), MARATHON, 1);
    }

    static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    static Entry address(String text) {
        return new Address(ip(text));
    }

    static Entry service(int port, String target) {
        return new Service(port, target);
    }
}
