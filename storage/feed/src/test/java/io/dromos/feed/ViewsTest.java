package io.dromos.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromos.events.AppId;
import io.dromos.events.PersistenceIds;
import io.dromos.events.facts.ApplicationFact;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState;
import io.dromos.events.state.DeploymentState;
import io.dromos.events.state.FrameworkState;
import io.dromos.events.state.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest extends ViewsFixture {

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void every_view_is_the_fold_of_all_lists_up_to_it_and_cuts_none(long seed) throws Exception {
        var history = new RandomHistory(seed);
        var random = new Random(seed);
        var expected = new TreeMap<Long, Map<String, State>>();
        expected.put(0L, Map.of());
        var views = open(Views.start(feed, nothing(), 1, 5));
        var seen = new CopyOnWriteArrayList<View>();
        views.listen((_, after, _) -> seen.add(after));
        for (int i = 0; i < 2_500; i++) {
            var facts = history.next();
            expected.put(
                    log.head().offset() + facts.encoded().size(), new HashMap<>(history.states));
            log.append(facts.persistenceId(), facts.encoded());
            if (random.nextInt(5) == 0) views.caughtUp().get(30, TimeUnit.SECONDS);
        }
        views.caughtUp().get(30, TimeUnit.SECONDS);
        await().until(() -> seen.getLast().offset() == log.head().offset());
        assertThat(seen).hasSizeGreaterThan(500);
        for (var view : seen) {
            var states = expected.get(view.offset());
            assertThat(states).as("no list is cut at %d", view.offset()).isNotNull();
            assertShows(view, java.util.Objects.requireNonNull(states));
        }
        assertThat(views.now()).isEqualTo(fromScratch(log.head().offset()));
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {4, 5, 6, 7})
    void views_from_a_seed_are_those_from_the_beginning(long seed) {
        var history = new RandomHistory(seed);
        int cut = new Random(seed).nextInt(1_000);
        Seed start = Seed.nothing(log.head().position().incarnation());
        for (int i = 0; i < 1_000; i++) {
            if (i == cut) start = seed(history);
            var facts = history.next();
            log.append(facts.persistenceId(), facts.encoded());
        }
        await().until(() -> feed.head() == log.head().offset());
        var views = views(start);
        assertShows(views.now(), history.states);
        assertThat(views.now().position()).isEqualTo(log.head().position());
        history.sequences.forEach((persistenceId, sequenceNr) -> {
            if (views.now().sequenceNr(persistenceId) != 0)
                assertThat(views.now().sequenceNr(persistenceId)).isEqualTo(sequenceNr);
        });
    }

    @Test
    void what_did_not_change_is_the_same_object() throws Exception {
        var views = views();
        append(adopted(WEB, 1));
        append(adopted(DB, 2));
        views.reached(2).get(30, TimeUnit.SECONDS);
        var before = views.now();
        append(adopted(DB, 3));
        views.reached(3).get(30, TimeUnit.SECONDS);
        var after = views.now();
        assertThat(after.application(WEB)).containsSame(before.application(WEB).orElseThrow());
        assertThat(after.application(DB).orElseThrow())
                .isNotSameAs(before.application(DB).orElseThrow());
        assertThat(after.catalog()).isSameAs(before.catalog());
        assertThat(after.framework()).isSameAs(before.framework());
    }

    @Test
    void a_removed_application_comes_back_with_what_it_remembers() throws Exception {
        var views = views();
        var instance = io.dromos.events.InstanceId.of(WEB, "u1");
        append(
                adopted(WEB, 1),
                new ApplicationFact.InstanceForgotten(WEB, instance, Instant.EPOCH),
                new ApplicationFact.Removed(WEB, Instant.EPOCH));
        append(adopted(WEB, 2));
        views.reached(4).get(30, TimeUnit.SECONDS);
        assertThat(views.now().application(WEB).orElseThrow().forgotten()).contains(instance);
        assertThat(views.now().gone()).isEmpty();
    }

    @Test
    void of_removed_applications_the_latest_are_remembered() throws Exception {
        var views = views();
        for (int i = 0; i <= View.GONE_MAX; i++) {
            var app = new AppId("/app-" + i);
            append(adopted(app, 1), new ApplicationFact.Removed(app, Instant.EPOCH));
        }
        append(new ApplicationFact.DelayReset(new AppId("/app-0"), Instant.EPOCH));
        append(adopted(new AppId("/app-1"), 2));
        views.reached(log.head().offset()).get(30, TimeUnit.SECONDS);
        assertThat(views.now().gone()).hasSize(View.GONE_MAX - 1);
        assertThat(views.now().applications()).containsOnlyKeys(new AppId("/app-1"));
    }

    @Test
    void a_seed_that_leaves_out_a_fact_is_found_out() throws Exception {
        append(adopted(WEB, 1));
        var position = log.head().position();
        append(adopted(WEB, 2));
        await().until(() -> feed.head() == 2);
        var web = ApplicationState.empty(WEB).evolve(adopted(WEB, 1));
        var states = Map.of(PersistenceIds.of(WEB), new Folded<State>(web, 7));
        assertThatThrownBy(() -> Views.start(feed, new Seed(position, states)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("#2 of app|/web, which stands at #7");
        var wrong = Map.of(PersistenceIds.CATALOG, new Folded<State>(web, 1));
        assertThatThrownBy(() -> Views.start(feed, new Seed(position, wrong)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static void assertShows(View view, Map<String, State> states) {
        assertThat(view.catalog().state())
                .isEqualTo(states.getOrDefault(PersistenceIds.CATALOG, CatalogState.EMPTY));
        assertThat(view.framework().state())
                .isEqualTo(states.getOrDefault(PersistenceIds.FRAMEWORK, FrameworkState.EMPTY));
        var shown = new HashMap<String, State>();
        view.applications().forEach((app, it) -> shown.put(PersistenceIds.of(app), it.state()));
        view.gone().forEach((app, it) -> shown.put(PersistenceIds.of(app), it.state()));
        view.deployments().forEach((id, it) -> shown.put(PersistenceIds.of(id), it.state()));
        var wanted = new HashMap<String, State>();
        states.forEach((persistenceId, state) -> {
            if (state instanceof ApplicationState
                    || (state instanceof DeploymentState it && it.outcome().isEmpty()))
                wanted.put(persistenceId, state);
        });
        assertThat(shown).isEqualTo(wanted);
        assertThat(view.gone().values()).allMatch(it -> it.state().rollout().removed());
        assertThat(view.applications().values()).noneMatch(it -> it.state().rollout().removed());
    }

    private View fromScratch(long to) {
        var view = View.of(nothing());
        try (var reader = feed.readFrom(1)) {
            while (view.offset() < to)
                for (var event : reader.take(1_000)) view = view.after(event);
        }
        return view;
    }

    private Seed seed(RandomHistory history) {
        var states = new HashMap<String, Folded<State>>();
        history.states.forEach((persistenceId, state) ->
                states.put(
                        persistenceId,
                        new Folded<>(state, history.sequences.getOrDefault(persistenceId, 0L))));
        return new Seed(log.head().position(), states);
    }
}
