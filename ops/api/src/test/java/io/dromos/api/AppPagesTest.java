package io.dromos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import io.dromos.feed.Seed;
import io.dromos.feed.View;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppPagesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final View view = View.of(Seed.nothing(Timeline.INCARNATION));
    private final Counting checks = new Counting();
    private final AppPages pages = new AppPages(checks);

    @Test
    void what_checks_find_makes_a_list_new_only_if_it_shows_that() {
        for (var embed : Embed.values()) {
            var embeds = Set.of(embed);
            var before = pages.all(view, embeds, NOW);
            if (embed != Embed.STATS)
                assertThat(pages.all(view, embeds, NOW)).as("%s", embed).isSameAs(before);
            checks.revision++;
            var after = pages.all(view, embeds, NOW);
            switch (embed) {
                case TASKS, READINESS, STATS ->
                        assertThat(after).as("%s", embed).isNotSameAs(before);
                case LAST_FAILURE, COUNTS, DEPLOYMENTS ->
                        assertThat(after).as("%s", embed).isSameAs(before);
            }
        }
    }

    private static final class Counting implements Checks {
        private long revision;

        @Override
        public Watch of(AppId app) {
            return Watch.NONE;
        }

        @Override
        public long revision() {
            return revision;
        }
    }
}
