package io.dromos.simulation;

import io.dromos.domain.catalog.Edit;
import io.dromos.events.AppId;
import io.dromos.events.DeploymentId;
import io.dromos.events.state.Instance;
import io.dromos.simulation.Stage.Bounds;
import java.util.Map;

/// What people do to a group of three applications, each of which waits for the one before. It is
/// told once without a crash, and then once for each place where processes may die.
enum Story {
    /// It is created.
    DEPLOYED {
        @Override
        void prepare(Stage stage) {}

        @Override
        void tell(Stage stage) {
            stage.change(false, Shop.put(1));
        }

        @Override
        Map<AppId, Bounds> bounds() {
            return Map.of(
                    Shop.DB,
                    new Bounds(0, 1),
                    Shop.API,
                    new Bounds(0, 2),
                    Shop.WEB,
                    new Bounds(0, 3));
        }
    },
    /// All three are exchanged.
    UPGRADED {
        @Override
        void tell(Stage stage) {
            stage.change(false, Shop.put(2));
        }
    },
    /// The second one finds no place for its last instance, and all is brought back.
    ROLLED_BACK {
        @Override
        void tell(Stage stage) {
            var upgrade = stage.change(false, Shop.putNarrow(2));
            stage.when(
                    () -> runs(stage, Shop.API, "sleep 2"),
                    () -> stage.change(true, new Edit.RollBack(upgrade)));
        }
    },
    /// While one change stands still, another one is forced on two of its applications.
    FORCED {
        @Override
        void tell(Stage stage) {
            stage.change(false, Shop.putNarrow(2));
            stage.when(
                    () -> runs(stage, Shop.API, "sleep 2"),
                    () -> stage.change(true, Shop.update(Shop.API, 3), Shop.update(Shop.WEB, 3)));
        }
    },
    /// While a change of a group within it stands still, one of all three is forced.
    FORCED_OVER_A_GROUP_WITHIN {
        @Override
        void prepare(Stage stage) {
            stage.change(false, Shop.putNested(1));
        }

        @Override
        void tell(Stage stage) {
            stage.change(false, Shop.putBackNarrow(2));
            stage.when(
                    () -> runs(stage, Shop.BACK_API, "sleep 2"),
                    () -> stage.change(true, Shop.putNested(3)));
        }

        @Override
        Map<AppId, Bounds> bounds() {
            return Map.of(
                    Shop.DB,
                    new Bounds(1, 2),
                    Shop.BACK_API,
                    new Bounds(1, 3),
                    Shop.BACK_WEB,
                    new Bounds(3, 4));
        }
    },
    /// It is cancelled when its last application says that it is done.
    CANCELLED_AT_ITS_END {
        @Override
        void tell(Stage stage) {
            var upgrade = stage.change(false, Shop.put(2));
            stage.when(() -> isDone(stage, Shop.WEB, upgrade), () -> stage.cancel(upgrade));
        }
    },
    /// It is removed, and created again while its tasks end.
    CREATED_AGAIN {
        @Override
        void tell(Stage stage) {
            stage.change(false, new Edit.RemoveGroup(Shop.GROUP));
            stage.when(() -> leaves(stage, Shop.WEB), () -> stage.change(true, Shop.put(2)));
        }

        @Override
        Map<AppId, Bounds> bounds() {
            return Map.of(
                    Shop.DB,
                    new Bounds(0, 2),
                    Shop.API,
                    new Bounds(0, 3),
                    Shop.WEB,
                    new Bounds(0, 4));
        }
    };

    /// What is there before, settled.
    void prepare(Stage stage) {
        stage.change(false, Shop.put(1));
    }

    /// What happens, within which processes die.
    abstract void tell(Stage stage);

    /// How many tasks there must be all the while: what [Shop]'s capacities allow.
    Map<AppId, Bounds> bounds() {
        return Map.of(
                Shop.DB, new Bounds(1, 2), Shop.API, new Bounds(1, 3), Shop.WEB, new Bounds(3, 4));
    }

    private static boolean runs(Stage stage, AppId app, String command) {
        var state = stage.truth().application(app);
        boolean follows =
                state.run()
                        .filter(it -> it.spec().cmd().filter(command::equals).isPresent())
                        .isPresent();
        return follows
                && state.config().isPresent()
                && state.instances().count(Instance.Kind.RUNNING, state.config().get()::equals) > 0;
    }

    private static boolean isDone(Stage stage, AppId app, DeploymentId deployment) {
        return stage.truth()
                .application(app)
                .rollout()
                .release()
                .filter(it -> it.deployment().equals(deployment) && it.done())
                .isPresent();
    }

    private static boolean leaves(Stage stage, AppId app) {
        return stage.truth().application(app).instances().count(Instance.Kind.LEAVING) > 0;
    }
}
