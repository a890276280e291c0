package io.dromos.api;

import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.CatalogState.Definition;
import io.dromos.feed.View;
import io.dromos.json.InfoWriter;
import io.dromos.json.ResultWriter;
import io.dromos.json.TaskStats;
import io.dromos.json.TaskWriter;
import io.dromos.json.TaskWriter.Owner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Applications as bytes, encoded once for each state they are in.
///
/// The cache holds one page for each application in force, and forgets the others when it has grown
/// to twice their number.
final class AppPages {

    private final ConcurrentHashMap<AppId, Page> pages = new ConcurrentHashMap<>();
    private final Checks checks;
    private volatile @Nullable Listing last;

    AppPages(Checks checks) {
        this.checks = checks;
    }

    /// `{"app":…}` with tasks and the last failure.
    byte[] single(View view, Definition definition, Set<Embed> embeds, Instant now) {
        var all = new HashSet<>(embeds);
        all.addAll(List.of(Embed.TASKS, Embed.LAST_FAILURE));
        var out = new ByteArrayOutputStream(2_048);
        out.writeBytes(utf8("{\"app\":"));
        write(out, view, definition, all, now);
        out.write('}');
        return out.toByteArray();
    }

    /// All applications, or some of them, in the order of their ids.
    ///
    /// @param name of the array: `apps`, or `*` for a group
    byte[] list(
            String name, View view, Predicate<Definition> some, Set<Embed> embeds, Instant now) {
        var out = new ByteArrayOutputStream(64 * 1_024);
        out.writeBytes(utf8("{\"" + name + "\":["));
        boolean first = true;
        for (var definition : view.catalog().state().apps().values()) {
            if (!some.test(definition)) continue;
            if (!first) out.write(',');
            first = false;
            write(out, view, definition, embeds, now);
        }
        out.writeBytes(utf8("]}"));
        return out.toByteArray();
    }

    /// All applications with the parts that do not change by themselves; the answer is kept until
    /// something changes.
    byte[] all(View view, Set<Embed> embeds, Instant now) {
        if (embeds.contains(Embed.STATS)) return list("apps", view, _ -> true, embeds, now);
        var known = last;
        long revision = showsFindings(embeds) ? checks.revision() : 0;
        if (known != null && known.shows(view, embeds, revision)) return known.bytes();
        var bytes = list("apps", view, _ -> true, embeds, now);
        last = new Listing(view, Set.copyOf(embeds), revision, bytes);
        return bytes;
    }

    private static boolean showsFindings(Set<Embed> embeds) {
        return embeds.contains(Embed.TASKS) || embeds.contains(Embed.READINESS);
    }

    /// One application as groups show it: beside its definition only what is asked for.
    byte[] inGroup(View view, Definition definition, Set<Embed> embeds, Instant now) {
        var page = page(view, definition);
        var out = new ByteArrayOutputStream(1_024);
        out.writeBytes(InfoWriter.open(definition.app(), definition.present()));
        if (embeds.contains(Embed.COUNTS)) continued(out, InfoWriter.counts(page.state()));
        if (embeds.contains(Embed.DEPLOYMENTS) || embeds.contains(Embed.TASKS))
            continued(out, InfoWriter.deployments(Optional.ofNullable(page.lock)));
        embedded(out, page, embeds, now);
        return out.toByteArray();
    }

    private void write(
            ByteArrayOutputStream out,
            View view,
            Definition definition,
            Set<Embed> embeds,
            Instant now) {
        var page = page(view, definition);
        out.writeBytes(page.open);
        embedded(out, page, embeds, now);
    }

    /// Continues an open object and closes it.
    private void embedded(ByteArrayOutputStream out, Page page, Set<Embed> embeds, Instant now) {
        var watch = checks.of(page.definition.app());
        if (embeds.contains(Embed.READINESS))
            continued(out, ResultWriter.readiness(watch, page.state(), page.lock != null));
        if (embeds.contains(Embed.LAST_FAILURE))
            continued(out, InfoWriter.lastFailure(page.state()));
        if (embeds.contains(Embed.TASKS)) {
            out.writeBytes(utf8(",\"tasks\":"));
            out.writeBytes(page.tasks(watch));
        }
        if (embeds.contains(Embed.STATS)) {
            var instances = page.owner(watch).instances();
            out.writeBytes(utf8(",\"tasksStats\":"));
            out.writeBytes(TaskStats.of(page.definition, instances, now));
        }
        out.write('}');
    }

    private static void continued(ByteArrayOutputStream out, byte[] field) {
        if (field.length == 0) return;
        out.write(',');
        out.writeBytes(field);
    }

    private Page page(View view, Definition definition) {
        var state = view.application(definition.app()).orElse(null);
        var lock = view.catalog().state().locks().get(definition.app());
        var known = pages.get(definition.app());
        if (known != null && known.shows(definition, state, lock)) return known;
        if (pages.size() > 2 * view.catalog().state().apps().size() + 100)
            pages.keySet().retainAll(view.catalog().state().apps().keySet());
        var page = new Page(definition, state, lock);
        pages.put(definition.app(), page);
        return page;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// One application in one state.
    private static final class Page {
        private final Definition definition;
        private final @Nullable ApplicationState state;
        private final @Nullable DeploymentId lock;
        private final byte[] open;
        private volatile @Nullable Tasks tasks;

        Page(Definition definition, @Nullable ApplicationState state, @Nullable DeploymentId lock) {
            this.definition = definition;
            this.state = state;
            this.lock = lock;
            this.open =
                    InfoWriter.open(
                            definition, Optional.ofNullable(state), Optional.ofNullable(lock));
        }

        /// Views share what did not change, so that the same object means the same state.
        @SuppressWarnings("ReferenceEquality")
        boolean shows(
                Definition other,
                @Nullable ApplicationState otherState,
                @Nullable DeploymentId otherLock) {
            return definition == other && state == otherState && lock == otherLock;
        }

        Optional<ApplicationState> state() {
            return Optional.ofNullable(state);
        }

        Owner owner(Watch watch) {
            return Owner.of(definition.app(), Optional.of(definition), state(), watch);
        }

        @SuppressWarnings("ReferenceEquality") // what was found is shared as well
        byte[] tasks(Watch watch) {
            var known = tasks;
            if (known != null && known.watch() == watch) return known.bytes();
            var encoded = TaskWriter.array(owner(watch), false);
            tasks = new Tasks(watch, encoded);
            return encoded;
        }
    }

    /// The tasks of an application, with what was found of them.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Tasks(Watch watch, byte[] bytes) {}

    /// The last list of all.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Listing(View view, Set<Embed> embeds, long revision, byte[] bytes) {

        @SuppressWarnings("ReferenceEquality") // as for pages
        boolean shows(View other, Set<Embed> wanted, long found) {
            return view.catalog() == other.catalog()
                    && view.applications() == other.applications()
                    && revision == found
                    && embeds.equals(wanted);
        }
    }
}
