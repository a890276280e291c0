package io.dromos.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.deployment.Outlook.Member;
import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of a deployment with two applications in its first step, two in its second one and
/// one in each of the others.
class OutlookTest {

    private final List<AppId> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|-1|step 1 of 4 begins when all applications follow the deployment: 4 of 6 do",
                "0|-1|step 1 of 4: 1 of 2 applications are done; /b: waits for two",
                "0|0|step 1 of 4 is done, and step 2 of 4 is about to begin",
                "1|0|step 2 of 4: 1 of 2 applications are done; /d: waits for two",
                "2|1|step 3 of 4: 1 of 1 application is done",
                "3|2|step 4 of 4: 0 of 1 application is done; /f: waits for two",
                "3|3|step 4 of 4 is done, and the deployment is about to end",
            })
    void a_deployment_says_what_its_step_waits_for(int started, int completed, String sentence) {
        assertThat(outlook(started, completed).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|-1|0|step 1 of 4 begins when all applications follow the deployment: 4 of 6 do",
                "-1|-1|1|step 2 of 4 begins when step 1 is done: step 1 of 4 begins when all applications follow the deployment: 4 of 6 do",
                "0|-1|0|step 1 of 4 has begun, and the order to begin is on its way",
                "0|-1|1|step 2 of 4 begins when step 1 is done: 1 of 2 applications are done",
                "1|0|2|step 3 of 4 begins when step 2 is done: 1 of 2 applications are done",
                "1|0|3|step 4 of 4 begins when steps 2 to 3 are done: step 2: 1 of 2 applications are done",
                "1|1|2|step 3 of 4 is about to begin",
                "1|1|3|step 4 of 4 begins when step 3 is done: step 3 of 4 is about to begin",
            })
    void a_step_that_has_not_begun_says_what_it_waits_for(
            int started, int completed, int step, String sentence) {
        assertThat(outlook(started, completed).before(step)).isEqualTo(sentence);
        assertThat(outlook(started, completed).isDone(completed)).isTrue();
        assertThat(outlook(started, completed).isDone(completed + 1)).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void of_many_that_are_waited_for_three_are_named_and_asked() {
        var many =
                IntStream.range(0, 10)
                        .mapToObj(i -> new Member(0, new AppId("/a" + i), true, i % 2 == 0))
                        .toList();
        assertThat(new Outlook(1, 0, -1, many, this::waits).sentence())
                .isEqualTo(
                        "step 1 of 1: 5 of 10 applications are done; /a1: waits for two; /a3: waits"
                                + " for two; /a5: waits for two; and 2 more");
        assertThat(asked).hasSize(Outlook.NAMED_MAX);
    }

    @Test
    void a_step_that_only_notes_what_begins_waits_for_nobody() {
        assertThat(new Outlook(2, 0, -1, List.of(), this::waits).sentence())
                .isEqualTo("step 1 of 2: nothing is left to do in it");
    }

    private Outlook outlook(int started, int completed) {
        var members =
                List.of(
                        new Member(0, new AppId("/a"), true, true),
                        new Member(0, new AppId("/b"), true, false),
                        new Member(1, new AppId("/c"), true, true),
                        new Member(1, new AppId("/d"), true, false),
                        new Member(2, new AppId("/e"), false, true),
                        new Member(3, new AppId("/f"), false, false));
        return new Outlook(4, started, completed, members, this::waits);
    }

    private String waits(AppId app) {
        asked.add(app);
        return "waits for two";
    }
}
