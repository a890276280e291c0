package io.dromos.domain.deployment;

import io.dromos.events.AppId;
import java.util.List;
import java.util.function.Function;

/// Where an open deployment is and what its steps wait for, in sentences with numbers. Pure.
public final class Outlook {

    /// So many of the applications that a step waits for are named; the others are counted.
    public static final int NAMED_MAX = 3;

    private final int steps;
    private final int started;
    private final int completed;

    /// How many the deployment touches, and how many of them follow it.
    private final int all;

    private final long following;

    /// Those of the step at work.
    private final List<Member> current;

    private final long done;
    private final Function<AppId, String> waits;

    /// An application that the deployment touches.
    ///
    /// @param step that releases it, from 0
    /// @param follows whether it has taken up what it is to become
    /// @param done whether its step is done with it
    public record Member(int step, AppId app, boolean follows, boolean done) {}

    /// @param steps how many the plan has
    /// @param started the step at work or done last, from 0; -1 before the first
    /// @param completed the last step completed, from 0; -1 before
    /// @param members in the order of the plan
    /// @param waits what an application of the step at work waits for; asked of [#NAMED_MAX] at
    ///   most
    public Outlook(
            int steps,
            int started,
            int completed,
            List<Member> members,
            Function<AppId, String> waits) {
        this.steps = steps;
        this.started = started;
        this.completed = completed;
        this.all = members.size();
        this.following = members.stream().filter(Member::follows).count();
        this.current = members.stream().filter(it -> it.step() == started).toList();
        this.done = current.stream().filter(Member::done).count();
        this.waits = waits;
    }

    /// How it stands as a whole, such as `step 2 of 3: 2 of 5 applications are done; /web: …`.
    public String sentence() {
        if (isAtWork()) return name(started) + ": " + atWork();
        if (started < 0) return beginning(0);
        var last = name(started) + " is done, and ";
        return last
                + (started == steps - 1
                        ? "the deployment is about to end"
                        : beginning(started + 1));
    }

    /// What a step waits for that has not begun, such as `step 3 of 4 begins when step 2 is done: 1
    /// of 2 applications are done`.
    ///
    /// @param step from 0
    public String before(int step) {
        if (step <= started) return name(step) + " has begun, and the order to begin is on its way";
        int current = isAtWork() ? started : completed + 1;
        if (current == step) return beginning(step);
        var earlier =
                current == step - 1
                        ? "step %d is done: ".formatted(step)
                        : "steps %d to %d are done: ".formatted(current + 1, step)
                                + (isAtWork() ? "step %d: ".formatted(current + 1) : "");
        return name(step) + " begins when " + earlier + (isAtWork() ? done() : beginning(current));
    }

    /// Whether a step waits for nothing any more.
    ///
    /// @param step from 0
    public boolean isDone(int step) {
        return step <= completed;
    }

    /// What a step waits for that is at work.
    public String atWork() {
        return done() + holdups();
    }

    /// Those that the step at work waits for and what they wait for, each after a semicolon; empty
    /// if none is at work.
    public String holdups() {
        if (!isAtWork()) return "";
        var open = current.stream().filter(it -> !it.done()).map(Member::app).toList();
        var told = new StringBuilder();
        for (var app : open.subList(0, Math.min(open.size(), NAMED_MAX)))
            told.append("; ").append(app.path()).append(": ").append(waits.apply(app));
        if (open.size() > NAMED_MAX)
            told.append("; and %d more".formatted(open.size() - NAMED_MAX));
        return told.toString();
    }

    private boolean isAtWork() {
        return started > completed;
    }

    private String done() {
        if (current.isEmpty()) return "nothing is left to do in it";
        return "%d of %d %s done"
                .formatted(
                        done,
                        current.size(),
                        current.size() == 1 ? "application is" : "applications are");
    }

    /// Of a step that is the next one.
    private String beginning(int step) {
        if (started >= 0) return name(step) + " is about to begin";
        return "%s begins when all applications follow the deployment: %d of %d do"
                .formatted(name(step), following, all);
    }

    private String name(int step) {
        return "step %d of %d".formatted(step + 1, steps);
    }
}
