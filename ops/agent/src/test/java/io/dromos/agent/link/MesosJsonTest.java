package io.dromos.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import io.dromos.agent.link.MesosJson.Malformed;
import java.nio.charset.StandardCharsets;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MesosJsonTest {

    @Test
    void numbers_enums_and_bytes_print_as_mesos_prints_them() throws Malformed {
        String status =
                "{\"task_id\":{\"value\":\"t\"},\"state\":\"TASK_RUNNING\",\"timestamp\":1795339252.198635,"
                        + "\"uuid\":\"3sYrcu5ZSbGsHxouxCntWA==\",\"healthy\":true}";
        assertThat(reprint(status, TaskStatus.getDefaultInstance())).isEqualTo(status);
        String master = "{\"id\":\"m\",\"ip\":4278190207,\"port\":5050}";
        assertThat(reprint(master, MasterInfo.getDefaultInstance())).isEqualTo(master);
        String ports =
                "{\"name\":\"ports\",\"type\":\"RANGES\",\"ranges\":{\"range\":[{\"begin\":31000,\"end\":31099}]}}";
        assertThat(reprint(ports, Resource.getDefaultInstance())).isEqualTo(ports);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2.0",
        "0.1, 0.1",
        "1e12, 1000000000000.0",
        "1e-7, 0.00000010",
        "1024.50, 1024.5"
    })
    void doubles_print_plainly_with_a_point(String given, String printed) throws Malformed {
        String cpus = "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":%s}}";
        assertThat(reprint(cpus.formatted(given), Resource.getDefaultInstance()))
                .isEqualTo(cpus.formatted(printed));
    }

    @Test
    void defaults_that_were_not_set_are_printed_unless_deprecated() throws Malformed {
        assertThat(reprint("{\"value\":\"true\"}", CommandInfo.getDefaultInstance()))
                .isEqualTo("{\"shell\":true,\"value\":\"true\"}");
    }

    @Test
    void unknown_fields_and_nulls_are_ignored_and_numbers_are_taken_from_strings()
            throws Malformed {
        Call call =
                read(
                        "{\"type\":\"DECLINE\",\"x\":{\"a\":[1]},\"framework_id\":null,"
                                + "\"decline\":{\"filters\":{\"refuse_seconds\":\"5\"}}}");
        assertThat(call.getDecline().getFilters().getRefuseSeconds()).isEqualTo(5.0);
        assertThat(call.hasFrameworkId()).isFalse();
        assertThat(read("{\"type\":\"NO_SUCH_CALL\"}").hasType()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"DECLINE\", | Failed to parse body into JSON: syntax error at line 1 near: ",
                "'' | Failed to parse body into JSON: syntax error at line 1 near: ",
                "hello | Failed to parse body into JSON: syntax error at line 1 near: hello",
                "[] | Failed to convert JSON into Call protobuf: Expecting a JSON object",
                "null | Failed to convert JSON into Call protobuf: Expecting a JSON object",
                "{\"type\":4} | Failed to convert JSON into Call protobuf: Not expecting a JSON number for field 'type'",
                "{\"framework_id\":\"x\"} | Failed to convert JSON into Call protobuf: Not expecting a JSON string for field 'framework_id'",
                "{\"kill\":{}} | Failed to convert JSON into Call protobuf: Missing required fields: kill.task_id",
                "{\"decline\":{\"filters\":{\"refuse_seconds\":\"x\"}}} | Failed to convert JSON into Call protobuf: Failed to parse 'x' as a number for field 'refuse_seconds'",
            })
    void what_is_wrong_is_said_in_the_words_of_mesos(String json, String sentence) {
        Malformed error = catchThrowableOfType(Malformed.class, () -> read(json));
        assertThat(error.sentence().strip()).isEqualTo(sentence.strip());
    }

    private static Call read(String json) throws Malformed {
        return MesosJson.read(
                MesosJson.parse(json.getBytes(StandardCharsets.UTF_8)),
                Call.getDefaultInstance(),
                "Call");
    }

    private static String reprint(String json, Message prototype) throws Malformed {
        Message message =
                MesosJson.read(
                        MesosJson.parse(json.getBytes(StandardCharsets.UTF_8)), prototype, "x");
        return new String(MesosJson.print(message), StandardCharsets.UTF_8);
    }
}
