package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.ResourceTextAccess;
import java.util.List;
import java.util.Random;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpus:2 | cpus:0.5 | cpus:1.5 | true",
                "cpus:0.3 | cpus:0.1 | cpus:0.2 | true",
                "cpus:1 | cpus:1 | '' | true",
                "cpus:1 | cpus:2 | '' | false",
                "cpus:1 | gold:1 | cpus:1 | false",
                "ports:[1-9] | ports:[4-5] | ports:[1-3, 6-9] | true",
                "ports:[1-9] | ports:[1-9] | '' | true",
                "ports:[1-9] | ports:[9-12] | ports:[1-8] | false",
                "ports:[1-3,4-6] | ports:[3-4] | ports:[1-2, 5-6] | true",
                "set:{a,b} | set:{b} | set:{a} | true",
                "set:{a} | set:{b} | set:{a} | false",
            })
    void what_is_taken_is_gone(String all, String part, String rest, boolean contained)
            throws Exception {
        Amounts had = amounts(all);
        Amounts taken = amounts(part);
        assertThat(had.minus(taken)).hasToString(rest);
        assertThat(had.contains(taken)).isEqualTo(contained);
        if (contained) {
            assertThat(had.minus(taken).plus(taken).contains(had)).isTrue();
        }
    }

    @Test
    void resources_print_as_mesos_prints_them() {
        Resource.Builder cpus =
                Resource.newBuilder()
                        .setName("cpus")
                        .setType(Value.Type.SCALAR)
                        .setScalar(Value.Scalar.newBuilder().setValue(0.10049));
        cpus.addReservationsBuilder().setType(Resource.ReservationInfo.Type.STATIC).setRole("o");
        assertThat(Amounts.of(List.of(cpus.build()), "*"))
                .hasToString("cpus(allocated: *)(reservations: [(STATIC,o)]):0.1");
    }

    @Test
    void takings_and_returns_in_any_order_come_out_even() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Amounts all = amounts("cpus:100;ports:[1-1000]");
        Amounts free = all;
        java.util.ArrayList<Amounts> held = new java.util.ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            if (random.nextBoolean() && !held.isEmpty()) {
                free = free.plus(held.remove(random.nextInt(held.size())));
            } else {
                int port = 1 + random.nextInt(1_000);
                Amounts some = amounts("cpus:0.1;ports:[" + port + "-" + port + "]");
                if (free.contains(some)) {
                    free = free.minus(some);
                    held.add(some);
                }
            }
        }
        for (Amounts some : held) {
            free = free.plus(some);
        }
        assertThat(free).as("seed " + seed).isEqualTo(all);
    }

    private static Amounts amounts(String text) throws Exception {
        return Amounts.of(ResourceTextAccess.resources(text), "");
    }
}
