package io.dromos.simulation;

/// What goes wrong, and how often: each run has its own mixture.
final class Trouble {

    private final Course course;
    private final Cluster cluster;
    private final Ledger ledger;
    private final Mesos mesos;
    private final Users users;
    private final double[] rates = new double[12];

    Trouble(Course course, Cluster cluster, Ledger ledger, Mesos mesos, Users users) {
        this.course = course;
        this.cluster = cluster;
        this.ledger = ledger;
        this.mesos = mesos;
        this.users = users;
        double[] usual = {
            0.35, 0.15, 0.05, 0.015, 0.008, 0.02, 0.006, 0.01, 0.006, 0.01, 0.006, 0.006
        };
        for (int i = 0; i < rates.length; i++)
            rates[i] = course.chance(0.3) ? 0 : usual[i] * (0.3 + course.below(30) / 10.0);
        rates[0] = Math.max(rates[0], 0.15);
    }

    /// One second of it.
    void second() {
        var moments = course.moments();
        moments.begin();
        if (course.mishap(rates[0])) at(moments.cause(), users::ask);
        if (course.mishap(rates[1])) at(moments.cause(), mesos.fleet()::endOne);
        strike(rates[2], mesos::rescindOne);
        strike(rates[3], () -> cluster.schedulers().forEach(it -> it.wire().cut()));
        strike(rates[4], mesos::failOver);
        strike(rates[5], mesos.fleet()::partition);
        strike(rates[6], mesos.fleet()::dieOne);
        strike(rates[7], this::kill);
        strike(rates[8], this::failLog);
        strike(rates[9], () -> cluster.move(course.chance(0.5)));
        strike(rates[10], cluster::rival);
        strike(rates[11], this::troubleDisk);
        at(moments.trouble(), () -> Silences.second(course, mesos.fleet()));
        if (Realms.are(course)) strike(0.015, mesos::refuseRole);
    }

    private void strike(double rate, Runnable trouble) {
        if (course.mishap(rate)) at(course.moments().trouble(), trouble);
    }

    /// Where moments are whole seconds it is done now, before whatever else is due.
    private void at(int millis, Runnable doing) {
        if (!course.moments().areAny()) doing.run();
        else
            course.after(
                    millis,
                    () -> {
                        if (course.isRough()) doing.run();
                    });
    }

    private void troubleDisk() {
        if (course.chance(0.5)) ledger.failDisk();
        else ledger.fillDisk();
    }

    private void failLog() {
        cluster.living().forEach(Node::countFacts);
        ledger.fail(course.chance(0.7));
    }

    /// One process dies, sometimes all of them and the log with them, as on one machine.
    private void kill() {
        var living = cluster.living();
        if (living.isEmpty()) return;
        if (course.chance(0.3)) {
            for (var node : living) cluster.kill(node, course.between(500, 8_000));
            ledger.fail(course.chance(0.7));
        } else cluster.kill(course.oneOf(living), course.between(500, 20_000));
    }
}
