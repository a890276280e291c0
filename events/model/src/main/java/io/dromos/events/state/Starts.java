package io.dromos.events.state;

import io.dromos.events.AppId;
import io.dromos.events.facts.Action;
import io.dromos.events.state.DeploymentState.Planned;
import org.pcollections.PVector;

/// Where the start of a new application shows in a plan: in the step before the first scaling.
final class Starts {

    private Starts() {}

    /// The start of this application, after the actions so far.
    static Planned of(PVector<Planned> actions, AppId app) {
        return new Planned(stops(actions) ? 1 : 0, app, Action.START);
    }

    /// Whether a plan begins with a step that stops something: the last START before says what held
    /// then, so that a plan of many starts is not walked through for each.
    private static boolean stops(PVector<Planned> actions) {
        for (int i = actions.size() - 1; i >= 0; i--)
            switch (actions.get(i).action()) {
                case STOP -> {
                    return true;
                }
                case START -> {
                    return actions.get(i).step() == 1;
                }
                case SCALE, RESTART -> {}
            }
        return false;
    }
}
