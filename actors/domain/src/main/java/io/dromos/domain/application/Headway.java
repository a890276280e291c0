package io.dromos.domain.application;

import io.dromos.events.state.ApplicationState;
import io.dromos.events.state.Instance.Kind;

/// How far an application is on the way to its target, in instances.
///
/// @param old those of another configuration that have not ended
/// @param started those of the present configuration that have a run and are to stay
/// @param ready of these, those that run and pass the checks there are
/// @param wanted how many there are to be
public record Headway(int old, int started, int ready, int wanted) {

    /// How far it is in this state.
    public static Headway of(ApplicationState state) {
        int leaving = state.instances().count(Kind.LEAVING, config -> Wishes.isOld(state, config));
        return new Headway(
                Wishes.live(state, config -> Wishes.isOld(state, config)) + leaving,
                Wishes.live(state, config -> !Wishes.isOld(state, config)),
                state.instances().count(Kind.RUNNING, config -> !Wishes.isOld(state, config)),
                state.run().map(run -> run.spec().instances()).orElse(0));
    }

    /// In words: how many there are of how many.
    public String sentence() {
        var ready = "%d of %d %s ready".formatted(this.ready, wanted, instances(wanted));
        return old == 0 ? ready : "%s, and %d of another version left".formatted(ready, old);
    }

    private static String instances(int count) {
        return count == 1 ? "instance is" : "instances are";
    }
}
