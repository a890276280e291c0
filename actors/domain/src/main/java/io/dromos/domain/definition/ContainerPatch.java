package io.dromos.domain.definition;

import io.dromos.events.spec.Container;
import io.dromos.events.spec.PortMapping;
import java.util.List;
import java.util.Optional;

/// What a request says about a container; it replaces the one before as a whole.
///
/// @param type by the Docker engine or by Mesos itself
/// @param docker the image, if there is one
/// @param portMappings absent means not said, which is not the same as none
/// @param volumes what is mounted
public record ContainerPatch(
        Container.Type type,
        Optional<Container.Docker> docker,
        Optional<List<PortMapping>> portMappings,
        List<Container.Volume> volumes) {

    /// Copies what it is given.
    public ContainerPatch {
        portMappings = portMappings.map(List::copyOf);
        volumes = List.copyOf(volumes);
    }

    /// The container it describes; no mappings where it says nothing about them.
    Container container() {
        return new Container(type, docker, portMappings.orElse(List.of()), volumes);
    }

    /// The same with these mappings.
    public ContainerPatch withPortMappings(List<PortMapping> mappings) {
        return new ContainerPatch(type, docker, Optional.of(mappings), volumes);
    }
}
