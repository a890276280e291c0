package io.dromos.domain.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.events.AppId;
import io.dromos.events.state.ApplicationState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TellingTest {

    private static final ApplicationState STATE = ApplicationState.empty(new AppId("/web"));

    @Test
    void places_suit_only_what_the_scheduler_was_told_last() {
        var telling = told(Telling.begin(1));
        assertThat(telling.isToldAs(telling.revision())).isTrue();
        assertThat(telling.isToldAs(telling.revision() - 1)).isFalse();
    }

    @Test
    void no_places_suit_while_all_is_to_be_told_anew() {
        var telling = told(Telling.begin(1)).forgotten();
        assertThat(telling.isToldAs(telling.revision())).isFalse();
        telling = told(telling);
        assertThat(telling.isToldAs(telling.revision())).isTrue();
    }

    private static Telling told(Telling before) {
        return before.compare(STATE, Instant.EPOCH, Hearing.ALWAYS, Policy.DEFAULT).next();
    }
}
