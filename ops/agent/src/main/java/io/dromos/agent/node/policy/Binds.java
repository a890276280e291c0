package io.dromos.agent.node.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Parameters;
import org.apache.mesos.v1.Protos.Volume;

/// Finds every path of the host that a container would see, in all the ways there are to say it.
final class Binds {
    private Binds() {}

    /// The host paths that a task's volumes and parameters name.
    static List<String> of(ContainerInfo container, List<Parameter> parameters) {
        var paths = new ArrayList<String>();
        container.getVolumesList().forEach(volume -> paths.addAll(ofVolume(volume)));
        parameters.forEach(parameter -> paths.addAll(ofParameter(parameter)));
        return paths;
    }

    private static List<String> ofVolume(Volume volume) {
        var paths = new ArrayList<String>();
        if (volume.hasHostPath()) {
            paths.add(volume.getHostPath());
        }
        var source = volume.getSource();
        if (source.hasHostPath()) {
            paths.add(source.getHostPath().getPath());
        }
        if (source.hasDockerVolume()) {
            var driver = source.getDockerVolume();
            paths.add(driver.getName());
            paths.addAll(devices(driver.getDriverOptions()));
        }
        return paths.stream().filter(Binds::isPath).toList();
    }

    /// The `local` volume driver binds what its option `device` names.
    private static List<String> devices(Parameters options) {
        return options.getParameterList().stream()
                .filter(option -> option.getKey().equals("device"))
                .map(org.apache.mesos.v1.Protos.Parameter::getValue)
                .toList();
    }

    private static List<String> ofParameter(Parameter parameter) {
        return switch (parameter.name()) {
            case "volume" -> beforeColon(parameter.value()).filter(Binds::isPath).stream().toList();
            case "mount" -> ofMount(parameter.value());
            case "env-file", "label-file" -> List.of(parameter.value());
            default -> List.of();
        };
    }

    private static Optional<String> beforeColon(String value) {
        var colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(0, colon));
    }

    /// `type=bind,source=/x,target=/y` and `type=volume,volume-opt=device=/x,...`; keys are taken
    /// in any case, as docker does.
    private static List<String> ofMount(String value) {
        return Arrays.stream(value.replace("\"", "").split(","))
                .map(String::trim)
                .flatMap(field -> mountPath(field).stream())
                .filter(Binds::isPath)
                .toList();
    }

    private static Optional<String> mountPath(String field) {
        var lower = field.toLowerCase(Locale.ROOT);
        for (var key : List.of("source=", "src=", "volume-opt=device=", "volume-opt=\"device=")) {
            if (lower.startsWith(key)) {
                return Optional.of(field.substring(key.length()));
            }
        }
        return Optional.empty();
    }

    /// Names without a slash are volumes of the engine, not paths.
    private static boolean isPath(String source) {
        return source.startsWith("/") || source.startsWith(".") || source.startsWith("~");
    }
}
