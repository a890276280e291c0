package io.dromos.checks.cuts;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is done to the group `/shop`, of three applications each of which waits for the one before,
/// and what the tasks' ledger must show of it with a crash as without.
enum GroupAct {
    /// The group, which is not there, is created.
    CREATED(1, 2, 2, true, 36),
    /// All three are exchanged.
    UPGRADED(1, 2, 2, true, 74),
    /// The next version of the second application never gets ready, and all is rolled back.
    ROLLED_BACK(2, 4, 2, false, 99),
    /// While such a change stands still, another one is forced on the second and the third.
    FORCED(1, 4, 2, true, 79),
    /// An upgrade is cancelled at the instant its last task is exchanged.
    CANCELLED(1, 2, 2, true, 74),
    /// It is deleted, and created again while its tasks die.
    CREATED_AGAIN(1, 2, 2, true, 59);

    static final String DB = "/shop/db";
    static final String API = "/shop/api";
    static final String WEB = "/shop/web";

    /// Each waits for the one before.
    static final List<String> APPS = List.of(DB, API, WEB);

    private static final Map<String, Integer> INSTANCES = Map.of(DB, 1, API, 2, WEB, 2);

    private final int ofDb;
    private final int ofApi;
    private final int ofWeb;
    private final boolean inOrder;
    private final int writesMax;

    GroupAct(int ofDb, int ofApi, int ofWeb, boolean inOrder, int writesMax) {
        this.ofDb = ofDb;
        this.ofApi = ofApi;
        this.ofWeb = ofWeb;
        this.inOrder = inOrder;
        this.writesMax = writesMax;
    }

    /// How many instances an application has.
    static int instances(String app) {
        return INSTANCES.getOrDefault(app, 0);
    }

    /// How many tasks start, by application.
    Map<String, Integer> starts() {
        return Map.of(DB, ofDb, API, ofApi, WEB, ofWeb);
    }

    /// Whether no task of an application starts before all of the one before it are ready.
    boolean inOrder() {
        return inOrder;
    }

    /// More often the server was never seen to write facts in it, its own start included.
    int writesMax() {
        return writesMax;
    }

    /// How many tasks of an application are ready, at each instant, at least.
    int least(String app) {
        if (this == CREATED || this == CREATED_AGAIN) return 0;
        return app.equals(API) ? 1 : instances(app);
    }

    /// How many tasks of an application start, run or end, at each instant, at most.
    int most(String app) {
        return this == CREATED ? instances(app) : instances(app) + 1;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
