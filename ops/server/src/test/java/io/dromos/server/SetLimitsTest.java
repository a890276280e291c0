package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.api.ApiSettings;
import io.dromos.domain.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SetLimitsTest {

    @Test
    void only_what_is_set_changes() {
        var set = new SetLimits(Map.of("groupsMax", "7", "idle", "500ms"));
        assertThat(set.on(Limits.DEFAULT))
                .isEqualTo(new Limits(20_000, 7, 32, 100_000, 100, 10_000, 20_000));
        var api = set.on(ApiSettings.Limits.DEFAULT);
        assertThat(api.idle()).isEqualTo(Duration.ofMillis(500));
        assertThat(api.connections()).isEqualTo(ApiSettings.Limits.DEFAULT.connections());
    }

    @Test
    void a_name_that_no_limit_has_is_refused_with_all_there_are() {
        var set = new SetLimits(Map.of("groups", "7"));
        assertThatThrownBy(() -> set.among(Limits.DEFAULT, ApiSettings.Limits.DEFAULT))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no limit 'groups'")
                .hasMessageContaining("groupsMax")
                .hasMessageContaining("eventsUnsent");
    }

    @ParameterizedTest
    @CsvSource({"depthMax,0", "depthMax,-1", "depthMax,many", "depthMax,9999999999", "idle,30"})
    void a_value_that_makes_no_sense_is_refused_with_what_is_wanted(String name, String value) {
        var set = new SetLimits(Map.of(name, value));
        assertThatThrownBy(
                        () -> {
                            set.on(Limits.DEFAULT);
                            set.on(ApiSettings.Limits.DEFAULT);
                        })
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--limit " + name + "=" + value);
    }

    @Test
    void the_number_of_deployments_is_set_by_marathons_flag_too() {
        assertThat(options("--max_running_deployments", "7").limits().deploymentsMax())
                .isEqualTo(7);
        assertThat(options("--max_running_deployments=8").limits().deploymentsMax()).isEqualTo(8);
        assertThat(options("--limit", "deploymentsMax=9").limits().deploymentsMax()).isEqualTo(9);
        assertThat(options().limits().deploymentsMax()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "9999999999"})
    void marathons_flag_with_a_value_that_makes_no_sense_is_refused_by_its_name(String value) {
        var options = options("--max_running_deployments=" + value);
        assertThatThrownBy(options::limits)
                .isInstanceOf(StartRefused.class)
                .hasMessage(
                        "--max_running_deployments=%s: wants a whole number from 1 to 999999999",
                        value);
    }

    @Test
    void two_flags_for_one_limit_are_refused() {
        var options = options("--max_running_deployments=7", "--limit", "deploymentsMax=9");
        assertThatThrownBy(options::limits)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--max_running_deployments and --limit deploymentsMax");
    }

    private static ServerOptions options(String... flags) {
        var options = new ServerOptions();
        var all = new ArrayList<>(List.of("--data", "nowhere"));
        all.addAll(List.of(flags));
        new CommandLine(options).parseArgs(all.toArray(String[]::new));
        return options;
    }
}
