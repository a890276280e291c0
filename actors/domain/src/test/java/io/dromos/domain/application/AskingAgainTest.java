package io.dromos.domain.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.Hearing;
import io.dromos.domain.Policy;
import io.dromos.domain.front.Telling;
import io.dromos.domain.scheduling.SchedulerInput;
import io.dromos.domain.scheduling.SchedulerInput.Live;
import io.dromos.events.TaskId;
import io.dromos.events.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When and in which pieces the scheduler is asked about plans of which nothing was heard, and told
/// of tasks that are to end.
class AskingAgainTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ApplicationWorld world = new ApplicationWorld();
    private Telling telling = Telling.begin(1);

    @Test
    void an_undecided_plan_is_asked_about_once_and_again_after_the_time_of_reminders() {
        world.change(1, false);
        world.launch(1);
        assertThat(askedAbout()).isEmpty();
        world.pass(Wishes.UNDECIDED_AFTER);
        assertThat(askedAbout()).hasSize(1);
        var first = world.now;
        world.pass(SECOND);
        assertThat(askedAbout()).isEmpty();
        // Whatever else happens meanwhile, and however often it is looked at.
        while (askedAbout().isEmpty()) {
            assertThat(world.now).isBeforeOrEqualTo(first.plus(Telling.REMIND));
            world.pass(SECOND);
        }
    }

    @Test
    void a_task_that_is_to_end_is_told_again_until_it_has_ended() {
        world.change(1, false);
        world.launch(1);
        var task = world.alive().getFirst();
        world.tell(task, TaskState.RUNNING);
        assertThat(toldToEnd()).isEmpty();
        world.ask(new ApplicationCommand.Kill(List.of(task.instance()), false));
        for (int time = 0; time < 3; time++) {
            assertThat(toldToEnd()).containsExactly(task);
            assertThat(toldToEnd()).isEmpty();
            world.pass(Telling.REMIND);
        }
        world.tell(task, TaskState.KILLED);
        world.pass(Telling.REMIND);
        assertThat(toldToEnd()).isEmpty();
    }

    @Test
    void a_plan_that_became_undecided_later_is_asked_about_at_once_and_alone() {
        world.change(2, false);
        world.launch(1);
        world.pass(SECOND);
        world.launch(1);
        world.pass(Wishes.UNDECIDED_AFTER.minus(SECOND));
        var first = askedAbout();
        world.pass(SECOND);
        var second = askedAbout();
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void whoever_starts_anew_or_is_woken_asks_at_once() {
        world.change(1, false);
        world.launch(1);
        world.pass(Wishes.UNDECIDED_AFTER);
        assertThat(askedAbout()).hasSize(1);
        telling = telling.forgotten();
        assertThat(askedAbout()).hasSize(1);
        telling = Telling.begin(2);
        assertThat(askedAbout()).hasSize(1);
    }

    @Test
    void what_was_decided_on_is_not_asked_about_again() {
        world.change(1, false);
        world.launch(1);
        world.pass(Wishes.UNDECIDED_AFTER);
        assertThat(askedAbout()).hasSize(1);
        world.tell(world.alive().getFirst(), TaskState.RUNNING);
        world.pass(Telling.REMIND);
        assertThat(askedAbout()).isEmpty();
    }

    @Test
    void very_many_plans_are_asked_about_in_pieces_that_leave_none_out() {
        world.change(2_500, false);
        world.launch(2_500);
        world.pass(Wishes.UNDECIDED_AFTER);
        var questions = questions();
        assertThat(questions).allSatisfy(plans -> assertThat(plans.size()).isBetween(1, 1_000));
        var all = questions.stream().flatMap(List::stream).map(Live::task).toList();
        assertThat(all).hasSize(2_500);
        assertThat(new HashSet<>(all)).hasSize(2_500);
    }

    private List<Live> askedAbout() {
        return questions().stream().flatMap(List::stream).toList();
    }

    private List<TaskId> toldToEnd() {
        var told = telling.compare(world.state, world.now, Hearing.ALWAYS, Policy.DEFAULT);
        telling = told.next();
        var tasks = new ArrayList<TaskId>();
        for (var message : told.messages())
            if (message instanceof Telling.ToScheduler(SchedulerInput.KillWanted(var task, _, _)))
                tasks.add(task);
        return tasks;
    }

    private List<List<Live>> questions() {
        var told = telling.compare(world.state, world.now, Hearing.ALWAYS, Policy.DEFAULT);
        telling = told.next();
        var questions = new ArrayList<List<Live>>();
        for (var message : told.messages())
            if (message instanceof Telling.ToScheduler(SchedulerInput.Undecided(_, var plans)))
                questions.add(plans);
        return questions;
    }
}
