package io.dromos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.bench.PlacementCheck.Host;
import io.dromos.bench.PlacementCheck.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementCheckTest {

    private final List<Host> hosts =
            IntStream.range(0, 12)
                    .mapToObj(at -> new Host("host" + at, "rack" + at % 3, 4, 1_024, 10, 100, 109))
                    .toList();

    @Test
    void even_places_on_hosts_of_their_own_are_right() {
        for (int count = 0; count <= hosts.size(); count++)
            PlacementCheck.require(hosts, places(count), count);
    }

    @Test
    void too_few_are_found_out() {
        assertThatThrownBy(() -> PlacementCheck.require(hosts, places(5), 6))
                .hasMessage("5 places were found for 6 instances");
    }

    @Test
    void two_on_a_host_are_found_out() {
        assertThat(with(place("host1", 1, 104))).containsExactly("host1 got 2 instances");
    }

    @Test
    void an_uneven_rack_is_found_out() {
        assertThat(PlacementCheck.problems(hosts, List.of(place("host0", 1), place("host3", 1))))
                .containsExactly("one rack got 2 instances and another 0");
    }

    @Test
    void a_host_that_there_is_not_is_found_out() {
        assertThat(PlacementCheck.problems(hosts, List.of(place("host99", 1))))
                .containsExactly("there is no host host99");
    }

    @Test
    void more_than_a_host_has_is_found_out() {
        assertThat(PlacementCheck.problems(hosts, List.of(place("host0", 4.1))))
                .containsExactly("host0 gave 4.1 cpus, 16.0 MiB and 0.0 MiB of disk and has less");
        assertThat(PlacementCheck.problems(hosts, List.of(place("host0", 4)))).isEmpty();
    }

    @Test
    void a_port_that_a_host_has_not_or_gave_before_is_found_out() {
        assertThat(PlacementCheck.problems(hosts, List.of(place("host0", 1, 110))))
                .containsExactly("host0 has no port 110");
        assertThat(PlacementCheck.problems(hosts, List.of(place("host0", 1, 100, 100))))
                .containsExactly("host0 gave port 100 twice");
    }

    private List<String> with(Place one) {
        var places = new ArrayList<>(places(6));
        places.set(4, one);
        return PlacementCheck.problems(hosts, places);
    }

    private static List<Place> places(int count) {
        return IntStream.range(0, count).mapToObj(at -> place("host" + at, 1, 100)).toList();
    }

    private static Place place(String host, double cpus, Integer... ports) {
        return new Place(host, cpus, 16, 0, List.of(ports));
    }
}
