package io.dromos.simulation;

/// What can be broken on purpose, at seams that the simulation owns, to show that it would be
/// found.
enum Fault {
    /// Nothing.
    NONE("nothing is broken"),
    /// The disk.
    SKIPPED_SYNC("the disk answers a sync and does nothing"),
    /// The store.
    ANSWER_BEFORE_WRITE("a store answers its clients before the log has answered"),
    /// The store.
    ACKNOWLEDGE_BEFORE_DURABLE("a store answers the scheduler's updates before they are durable"),
    /// The store.
    CUT_LISTS("a list of facts is written fact by fact"),
    /// The store.
    STALE_SEQUENCE_ACCEPTED("a stale sequence number is accepted"),
    /// The store.
    STALE_EPOCH_ACCEPTED("a stale epoch is accepted"),
    /// The store.
    SNAPSHOT_ONE_BEHIND("a snapshot is one record behind its number"),
    /// The store.
    DOUBLED_FACT("an update without news is written again"),
    /// The store.
    ANSWERS_UNCONFIRMED("a store that was overtaken answers what needs no fact"),
    /// The decision.
    REUSED_TASK_ID("an instance id, and so a task id, is given twice"),
    /// The decision.
    TERMINAL_IGNORED("the end of a task is taken for a sign of life"),
    /// The decision.
    UNREACHABLE_AS_LOST("an unreachable task is taken for lost at once"),
    /// The decision.
    SUPERSEDED_ADOPT_ACCEPTED("an application adopts a superseded change"),
    /// The decision.
    ENDED_TOO_EARLY("while instances are exchanged, one more that runs is told to go"),
    /// The decision.
    CHANGE_ADMITTED_TWICE("a change that is asked for again is admitted again"),
    /// The decision.
    PAUSED_EXCHANGES("an application that is paused tells one more to go"),
    /// The decision.
    PAUSED_GROWS("an application that is paused launches one more"),
    /// The decision.
    PAUSE_STARVES("an application that is paused replaces nobody"),
    /// The decision.
    STALE_TURN_FOLLOWED("an order from before the pause lets an application go on"),
    /// The decision.
    PAUSE_STEPS_ON("a deployment that is paused completes the step at work"),
    /// The decision.
    STALLED_TOO_EARLY("a rollout counts as stalled at half its time"),
    /// The decision.
    STALLED_IN_PAUSE("the deadline of a rollout that is paused goes on"),
    /// The decision.
    UNDOING_UNDONE("a deployment that undoes another is undone for a stall"),
    /// The deployment's front.
    STALL_FORGOTTEN("the catalog is not asked to undo a deployment that stalled"),
    /// The deployment's front.
    PAUSE_UNTOLD("a pause is not told to the applications at work"),
    /// The deployment's front.
    RESUME_UNTOLD("applications are released again without word that the pause is over"),
    /// The deployment's front.
    CLOSES_BEFORE_STEPS("a deployment is closed before its steps are done"),
    /// The supervisor.
    LOST_WAKE_UP("nobody is woken after a crash"),
    /// The application's front.
    STALE_PROPOSAL_PLANNED("places for a want that has changed since are planned without asking"),
    /// The application's front.
    PLANNING_FORGOTTEN(
            "a batch that is being stored is denied, more is wanted meanwhile, and the decision compares nothing"),
    /// The scheduler's shell.
    FORGOTTEN_DECLINE("a DECLINE is dropped and taken for sent"),
    /// The scheduler's shell.
    ACCEPT_SENT_TWICE("an ACCEPT without an answer is sent again"),
    /// The scheduler's shell.
    OFFER_SPENT_TWICE("an offer is told again after its ACCEPT"),
    /// The scheduler's shell.
    OFFER_OVERSPENT("an offer is told larger than it is"),
    /// The scheduler's shell.
    OVERTAKEN_ACCEPT("a task is asked for before its ACCEPT, and the answer GONE counts"),
    /// The scheduler's shell.
    UNKNOWN_AS_GONE("a task that Mesos does not know is taken for gone"),
    /// The scheduler's shell.
    RESCIND_IGNORED("a rescinded offer is kept"),
    /// The scheduler's shell.
    KILL_BEFORE_SENT_DROPPED("a kill that comes before its launch is sent is dropped"),
    /// The scheduler's shell.
    ENDED_TASK_SPARED("a live task that the log ended is not killed"),
    /// The scheduler's shell.
    STRANGER_KILLED("a task that the log never planned is killed"),
    /// The scheduler's shell.
    CONSTRAINT_IGNORED("constraints are left out of what is placed"),
    /// The scheduler's shell.
    ROLE_IGNORED("what is to run in a group's role runs in the server's"),
    /// The scheduler's shell.
    OFFER_OF_ANOTHER_ROLE("an offer is told as one of another role"),
    /// The scheduler's shell.
    ROLES_FORGOTTEN("a change of the roles is dropped and taken for sent"),
    /// The scheduler's shell.
    REVIVE_FORGOTTEN("a REVIVE is dropped and taken for sent"),
    /// The scheduler's shell.
    FRAMEWORK_ID_FORGOTTEN("each subscription asks for a new framework"),
    /// The scheduler's shell.
    EPOCH_NOT_CLAIMED("a scheduler goes on with the epoch it finds"),
    /// The scheduler's shell.
    ABANDONMENT_LOST("an abandonment is taken for told, and plans are waited for without end"),
    /// The scheduler's shell.
    LIVE_TASKS_FORGOTTEN("a new subscription does not ask about the tasks that live"),
    /// The scheduler's shell.
    LIVE_TASKS_ONCE("the tasks that live are asked about only once in a subscription"),
    /// The catalog's decision.
    LOCK_IGNORED("a change is admitted beside a deployment that holds its applications"),
    /// The deployment's front.
    WAIT_SKIPPED("the step after the one at work is released as well"),
    /// The decision.
    SUPERSEDED_RELEASE_ACCEPTED(
            "a release of a superseded change is taken for one of the present change"),
    /// The decision.
    DONE_TOO_EARLY("an application says that its step is done before it is"),
    /// The decision.
    UNPROVEN_COUNTED("an instance that has not passed its checks counts as one that serves"),
    /// The decision.
    OVER_CAPACITY("one more is launched than wanted"),
    /// The decision.
    ILLNESS_IGNORED("that a task is found ill is not written"),
    /// The decision.
    ILL_SPARED("a task that was ill for too long is not replaced"),
    /// The decision.
    REPLACED_WITHOUT_KILL("an instance that is ill is forgotten while its run is at work"),
    /// The decision.
    EXPUNGED_EARLY("an instance on a silent agent is forgotten at once"),
    /// The decision.
    REPLACED_EARLY("another takes the place of an instance whose agent fell silent just now"),
    /// The decision.
    SILENCE_IGNORED("no silence is ever long enough"),
    /// The decision.
    STARTED_AGAIN_EARLY("a task is not given the time to run that it may take"),
    /// The decision.
    UNEVEN_SCALE_DOWN("who goes when there are too many is chosen without GROUP_BY"),
    /// The application's front.
    DRAIN_SKIPPED("a task that is to end is ended before it has drained"),
    /// The scheduler's shell.
    GROUP_BY_IGNORED("GROUP_BY is left out of what is placed");

    private final String sentence;

    Fault(String sentence) {
        this.sentence = sentence;
    }

    /// What is broken, in words.
    String sentence() {
        return sentence;
    }
}
