package io.dromos.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.cli.run.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line that `up` ends its start with: what it names must work.
class ReadyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/home/me/.dromos | false | Ctrl-C or 'dromos down' stops it",
                "/home/me/.dromos | true | 'dromos down' stops it",
                "/srv/dromos | false | Ctrl-C or 'dromos down --data /srv/dromos' stops it",
                "/srv/dromos | true | 'dromos down --data /srv/dromos' stops it",
                "/srv/my own | true | 'dromos down --data '/srv/my own'' stops it"
            })
    void what_is_named_stops_it(String data, boolean detached, String told) {
        var environment = new HashMap<>(Map.of("HOME", "/home/me"));
        if (detached) environment.put(Background.DETACHED, "1");
        var layout =
                new Layout(
                        Path.of(data),
                        1,
                        "",
                        List.of(),
                        List.of(),
                        1,
                        2,
                        3,
                        Optional.empty(),
                        "127.0.0.1:4",
                        Optional.empty());
        assertThat(UpCommand.ready(layout, Duration.ofSeconds(1), environment))
                .startsWith("Dromos is ready at http://127.0.0.1:1 after 1.0 s ")
                .endsWith("data in " + data + "); " + told);
    }
}
