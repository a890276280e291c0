package io.dromos.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.events.AppId;
import io.dromos.events.spec.ApplicationSpec;
import io.dromos.events.spec.Container;
import io.dromos.events.spec.Network;
import io.dromos.events.spec.NetworkMode;
import io.dromos.events.spec.PortDefinition;
import io.dromos.events.spec.PortMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {

    private static final AppId APP = new AppId("/group/web");
    private static final PortMapping WEB = mapping(80, Optional.of("http"));

    @Test
    void a_new_application_gets_one_default_port_on_the_host_network() {
        var spec = good(Definition.create(APP, ApplicationPatch.ofCommand("sleep 1")));
        assertThat(spec.portDefinitions())
                .containsExactly(new PortDefinition(0, "tcp", Optional.of("default"), Map.of()));
        assertThat(spec.networks()).containsExactly(Network.HOST);
    }

    @Test
    void a_bridge_without_mappings_gets_a_default_one_and_no_definitions() {
        var patch = bridged(image(Optional.empty()));
        var spec = good(Definition.create(APP, patch));
        assertThat(spec.portDefinitions()).isEmpty();
        assertThat(mappings(spec)).containsExactly(published(mapping(0, Optional.of("default"))));
    }

    @Test
    void mappings_said_to_be_none_stay_none() {
        var spec = good(Definition.create(APP, bridged(image(Optional.of(List.of())))));
        assertThat(mappings(spec)).isEmpty();
    }

    @Test
    void mappings_of_a_bridge_get_a_host_port() {
        var spec = good(Definition.create(APP, bridged(image(Optional.of(List.of(WEB))))));
        assertThat(mappings(spec)).containsExactly(published(WEB));
    }

    @Test
    void an_update_that_says_nothing_of_ports_keeps_those_assigned() {
        var before = good(Definition.create(APP, bridged(image(Optional.of(List.of(WEB))))));
        var assigned = List.of(published(WEB).withServicePort(10_001));
        before =
                before.withPorts(
                        List.of(), before.container().map(it -> it.withPortMappings(assigned)));
        var after = good(Definition.update(APP, before, ApplicationPatch.scaledTo(3)));
        assertThat(mappings(after)).isEqualTo(assigned);
        assertThat(after.differsOnlyInInstances(before)).isTrue();
    }

    @Test
    void a_new_image_takes_the_whole_container_with_it() {
        var before = good(Definition.create(APP, bridged(image(Optional.of(List.of(WEB))))));
        var patch = bridged(image(Optional.empty()));
        assertThat(mappings(good(Definition.update(APP, before, patch))))
                .containsExactly(published(mapping(0, Optional.of("default"))));
    }

    @Test
    void an_application_that_comes_back_to_the_host_network_has_the_default_port_again() {
        var before = good(Definition.create(APP, bridged(image(Optional.of(List.of(WEB))))));
        var patch =
                ApplicationPatch.NOTHING.withContainer(
                        image(Optional.of(List.of(WEB))), List.of(Network.HOST));
        var after = good(Definition.update(APP, before, patch));
        assertThat(after.portDefinitions()).hasSize(1);
        assertThat(mappings(after)).isEmpty();
    }

    @Test
    void a_network_without_a_container_gets_an_empty_one() {
        var before = good(Definition.create(APP, ApplicationPatch.ofCommand("sleep 1")));
        var network = new Network(NetworkMode.CONTAINER, Optional.of("dcos"), Map.of());
        var patch =
                new ApplicationPatch(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of(network)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        HealthPatch.NOTHING);
        var after = good(Definition.update(APP, before, patch));
        assertThat(after.container().orElseThrow().type()).isEqualTo(Container.Type.MESOS);
        assertThat(mappings(after)).containsExactly(mapping(0, Optional.of("default")));
    }

    @Test
    void an_update_keeps_the_same_rules_as_a_creation() {
        var before = good(Definition.create(APP, ApplicationPatch.ofCommand("sleep 1")));
        assertThat(Definition.update(APP, before, ApplicationPatch.ofCommand("x")))
                .isEqualTo(
                        new Checked.Bad(
                                List.of(new Violation("/", "must not be an empty string"))));
    }

    @ParameterizedTest
    @CsvSource({
        "web,/,/web",
        "web,/a/b,/a/b/web",
        "/web,/a,/web",
        "../web,/a/b,/a/web",
        "..,/a,/",
        "../../../web,/a,/web",
        "//a//b/,/,/a/b",
        ".,/a,/a/."
    })
    void a_path_becomes_absolute(String path, String base, String absolute) {
        assertThat(PathIds.absolute(path, base)).isEqualTo(absolute);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b-c.d0,true",
        "..,true",
        "//a//,true",
        "/A,false",
        "/a_b,false",
        "/-a,false",
        "/a-,false",
        "/a..b,false",
        "/.,false",
        "/a b,false",
        "/é,false"
    })
    void a_path_is_judged_by_its_segments(String path, boolean valid) {
        assertThat(PathIds.isValid(path)).isEqualTo(valid);
    }

    private static ApplicationPatch bridged(ContainerPatch container) {
        return ApplicationPatch.NOTHING.withContainer(container, List.of(Network.BRIDGE));
    }

    private static ContainerPatch image(Optional<List<PortMapping>> mappings) {
        var docker = new Container.Docker("nginx", false, false, List.of());
        return new ContainerPatch(Container.Type.DOCKER, Optional.of(docker), mappings, List.of());
    }

    private static PortMapping mapping(int port, Optional<String> name) {
        return new PortMapping(port, Optional.empty(), 0, "tcp", name, Map.of(), List.of());
    }

    private static PortMapping published(PortMapping mapping) {
        return new PortMapping(
                mapping.containerPort(),
                Optional.of(0),
                0,
                "tcp",
                mapping.name(),
                Map.of(),
                List.of());
    }

    private static List<PortMapping> mappings(ApplicationSpec spec) {
        return spec.container().orElseThrow().portMappings();
    }

    private static ApplicationSpec good(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Good.class);
        return ((Checked.Good) checked).spec();
    }
}
