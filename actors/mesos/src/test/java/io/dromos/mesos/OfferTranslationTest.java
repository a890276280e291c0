package io.dromos.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.OfferId;
import io.dromos.domain.mesos.PortRange;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.Unavailability;
import io.dromos.events.AgentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferTranslationTest {

    @Test
    void a_plain_offer_keeps_everything() {
        var offer =
                offer(
                        """
                        "allocation_info":{"role":"web"},
                        "url":{"scheme":"http","address":{"hostname":"a","ip":"10.0.0.7","port":5051}},
                        "domain":{"fault_domain":{"region":{"name":"north"},"zone":{"name":"n1"}}},
                        "unavailability":{"start":{"nanoseconds":1500000000},"duration":{"nanoseconds":60000000000}},
                        "attributes":[{"name":"rack","type":"TEXT","text":{"value":"r 1"}}],
                        "resources":[%s,%s,%s,%s,
                          {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":31000,"end":31009},{"begin":8080,"end":8080}]}}]
                        """
                                .formatted(
                                        scalar("cpus", 1.5, ""),
                                        scalar("mem", 512, ""),
                                        scalar("disk", 1000, ""),
                                        scalar("gpus", 2, "")));
        assertThat(offer)
                .isEqualTo(
                        new Offer(
                                new OfferId("o1"),
                                new AgentId("s1"),
                                "host1",
                                "10.0.0.7",
                                "web",
                                1.5,
                                512,
                                1000,
                                2,
                                List.of(new PortRange(31000, 31009), new PortRange(8080, 8080)),
                                Map.of("rack", "r 1"),
                                Optional.of("north"),
                                Optional.of("n1"),
                                Optional.of(
                                        new Unavailability(
                                                Instant.ofEpochMilli(1500),
                                                Optional.of(Duration.ofMinutes(1))))));
    }

    @Test
    void what_is_not_told_has_a_plain_default() {
        var offer = offer("\"resources\":[]");
        assertThat(offer.role()).isEqualTo("*");
        assertThat(offer.ip()).isEqualTo("host1");
        assertThat(offer.cpus()).isZero();
        assertThat(offer.ports()).isEmpty();
        assertThat(offer.region()).isEmpty();
        assertThat(offer.unavailability()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "free                 | ",
                "statically reserved  | ,'reservations':[{'type':'STATIC','role':'web'}]",
                "dynamically reserved | ,'reservations':[{'type':'DYNAMIC','role':'web'}]",
                "a persistent volume  | ,'disk':{'persistence':{'id':'p'},'volume':{'container_path':'d','mode':'RW'}}",
                "a mount disk         | ,'disk':{'source':{'type':'MOUNT','mount':{'root':'/mnt/a'}}}",
                "revocable            | ,'revocable':{}",
                "shared               | ,'shared':{}"
            })
    void only_free_resources_of_the_root_disk_count(String kind, String more) {
        var extra = more == null ? "" : more.replace('\'', '"');
        var offer =
                offer(
                        "\"resources\":[%s,%s]"
                                .formatted(scalar("disk", 10, ""), scalar("disk", 5, extra)));
        assertThat(offer.disk()).as(kind).isEqualTo(extra.isEmpty() ? 15 : 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'type':'SCALAR','scalar':{'value':1.5}       | 1.5",
                "'type':'SCALAR','scalar':{'value':2}         | 2",
                "'type':'SCALAR','scalar':{'value':0.12345}   | 0.123",
                "'type':'SCALAR','scalar':{'value':0.0625}    | 0.062",
                "'type':'SCALAR','scalar':{'value':-3.25}     | -3.25",
                "'type':'SCALAR','scalar':{'value':1234567.8} | 1234567.8",
                "'type':'RANGES','ranges':{'range':[{'begin':20,'end':30},{'begin':1,'end':2}]} | [1-2,20-30]",
                "'type':'RANGES','ranges':{'range':[]}        | []",
                "'type':'SET','set':{'item':['b','c','a']}    | {a,b,c}",
                "'type':'TEXT','text':{'value':'as it is'}    | as it is"
            })
    void attributes_read_as_marathon_prints_them(String attribute, String text) {
        var offer =
                offer(
                        "\"attributes\":[{\"name\":\"x\",%s}]"
                                .formatted(attribute.replace('\'', '"')));
        assertThat(offer.attributes()).containsExactly(Map.entry("x", text));
    }

    @Test
    void of_two_attributes_with_one_name_the_first_counts() {
        var offer =
                offer(
                        """
                        "attributes":[{"name":"x","type":"TEXT","text":{"value":"1"}},
                          {"name":"x","type":"TEXT","text":{"value":"2"}}]
                        """);
        assertThat(offer.attributes()).containsExactly(Map.entry("x", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 10",
        "60000, 70000, 60000, 65535",
        "65535, 18446744073709551615, 65535, 65535",
        "65536, 70000, -1, -1",
        "20, 10, -1, -1"
    })
    void ports_beyond_the_possible_are_cut_off(String begin, String end, int first, int last) {
        var offer =
                offer(
                        "\"resources\":[{\"name\":\"ports\",\"type\":\"RANGES\",\"ranges\":{\"range\":[{\"begin\":%s,\"end\":%s}]}}]"
                                .formatted(begin, end));
        if (first < 0) assertThat(offer.ports()).isEmpty();
        else assertThat(offer.ports()).containsExactly(new PortRange(first, last));
    }

    @Test
    void a_planned_maintenance_reaches_the_domain() {
        var windows =
                Recording.named("39").schedulerStreams().stream()
                        .flatMap(stream -> stream.events().stream())
                        .filter(event -> event.body().toString().contains("\"unavailability\""))
                        .filter(event -> event.type().equals("OFFERS"))
                        .toList();
        assertThat(windows).isNotEmpty();
        for (var event : windows)
            assertThat(translate(event.body().toString()).offers())
                    .anyMatch(offer -> offer.unavailability().isPresent());
    }

    private static String scalar(String name, double value, String more) {
        return "{\"name\":\"%s\",\"type\":\"SCALAR\",\"scalar\":{\"value\":%s}%s}"
                .formatted(name, value, more);
    }

    private static Offer offer(String more) {
        var offer =
                """
                {"id":{"value":"o1"},"framework_id":{"value":"f1"},"agent_id":{"value":"s1"},
                 "hostname":"host1",%s}
                """
                        .formatted(more);
        return translate("{\"type\":\"OFFERS\",\"offers\":{\"offers\":[" + offer + "]}}")
                .offers()
                .getFirst();
    }

    private static SchedulerEvent.Offered translate(String json) {
        try {
            var event = Wire.JSON.read(json.getBytes(StandardCharsets.UTF_8));
            return (SchedulerEvent.Offered)
                    EventTranslation.translate(event, "m:5050").orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
