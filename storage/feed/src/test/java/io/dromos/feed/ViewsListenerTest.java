package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ViewsListenerTest extends ViewsFixture {

    @Test
    void a_listener_hears_of_events_only_after_requests_can_see_them_and_misses_none()
            throws Exception {
        var views = views();
        var failures = new CopyOnWriteArrayList<String>();
        var steps = new ArrayList<CompletableFuture<Long>>();
        for (int i = 1; i <= 600; i++) {
            append(adopted(i % 2 == 0 ? WEB : DB, i));
            if (i % 20 == 0) steps.add(follow(views, 600, failures));
        }
        for (var last : steps) assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo(600);
        assertThat(failures).isEmpty();
    }

    private CompletableFuture<Long> follow(Views views, long to, List<String> failures) {
        var done = new CompletableFuture<Long>();
        var last = new long[1];
        var since = new CompletableFuture<View>();
        var listening =
                views.listen((before, after, events) -> {
                    if (last[0] == 0) last[0] = since.join().offset();
                    if (before.offset() != last[0]) failures.add("gap at " + last[0]);
                    for (var event : events)
                        if (event.offset() != ++last[0]) failures.add("order " + event);
                    if (!views.now().equals(after)) failures.add("not shown " + last[0]);
                    if (last[0] == to) done.complete(to);
                });
        since.complete(listening.since());
        if (listening.since().offset() == to) done.complete(to);
        return done;
    }

    @Test
    void a_listener_that_fails_harms_nobody_and_one_that_left_hears_nothing() throws Exception {
        var views = views();
        var heard = new CopyOnWriteArrayList<Long>();
        views.listen((_, _, _) -> {
            throw new IllegalStateException("I always fail");
        });
        var leaving = views.listen((_, after, _) -> heard.add(-after.offset()));
        views.listen((_, after, _) -> heard.add(after.offset()));
        append(adopted(WEB, 1));
        await().untilAsserted(() -> assertThat(heard).containsExactly(-1L, 1L));
        leaving.close();
        append(adopted(WEB, 2));
        await().untilAsserted(() -> assertThat(heard).containsExactly(-1L, 1L, 2L));
    }

    @Test
    void there_are_so_many_listeners_and_no_more() {
        var views = views();
        for (int i = 0; i < Views.LISTENERS_MAX; i++) views.listen((_, _, _) -> {});
        assertThatThrownBy(() -> views.listen((_, _, _) -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_long_backlog_is_told_in_steps() throws Exception {
        var views = views();
        var sizes = new CopyOnWriteArrayList<Integer>();
        var hold = new CompletableFuture<Void>();
        views.listen((_, _, events) -> {
            hold.join();
            sizes.add(events.size());
        });
        append(adopted(WEB, 1));
        for (int i = 0; i < 10_000; i++) append(agent());
        append(adopted(WEB, 2));
        for (int i = 0; i < 5_000; i++) append(i % 2 == 0 ? agent() : adopted(DB, i));
        hold.complete(null);
        await().untilAsserted(() ->
                assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(15_002));
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(3);
    }
}
