package io.dromos.simulation;

/// Whoever owns the machines adds some, once nothing goes wrong any more, so that what is wanted is
/// possible: without that a machine that others fill up may be the only one an application with
/// UNIQUE host names could still take.
final class Owner {

    private static final long LOOK = 60_000;

    /// Instances of an application, at most: with room on so many there is one it is not on yet.
    private static final int ROOMY = 4;

    /// What a task takes.
    private static final long CPUS = 500;

    private static final int RACKS = 3;

    private final Course course;
    private final Fleet fleet;
    private int added;

    Owner(Course course, Fleet fleet) {
        this.course = course;
        this.fleet = fleet;
    }

    /// Looks from now on.
    void begin() {
        course.every(LOOK, () -> true, this::look);
    }

    private void look() {
        long roomy =
                fleet.registered().stream()
                        .filter(agent -> Agent.CPUS - fleet.roster().usedCpus(agent) >= CPUS)
                        .count();
        if (roomy >= ROOMY) return;
        // The last digit is the rack, and only those below RACKS suit all.
        var host = "host-%d%d".formatted(1 + added / RACKS, added % RACKS);
        added++;
        course.tell("a machine is added: " + host);
        fleet.join(host);
    }
}
