package io.dromos.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromos.bench.Figure.Budget;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FigureTest {

    private static final Budget TIME = Budget.atMost(100, 20);
    private static final Budget RATE = Budget.atLeast(20, 100);

    @Test
    void the_median_of_an_odd_number_of_samples_is_the_middle_one() {
        assertThat(figure(TIME, 3, 1, 2).median()).isEqualTo(2);
        assertThat(figure(RATE, 3, 1, 2).median()).isEqualTo(2);
    }

    @Test
    void the_median_of_two_samples_is_the_worse_one() {
        assertThat(figure(TIME, 1, 2).median()).isEqualTo(2);
        assertThat(figure(RATE, 1, 2).median()).isEqualTo(1);
    }

    @Test
    void the_worst_of_a_rate_is_the_lowest_with_and_without_a_budget() {
        assertThat(figure(RATE, 5, 9, 7).worst()).isEqualTo(5);
        assertThat(figure(Budget.NONE_FOR_RATES, 5, 9, 7).worst()).isEqualTo(5);
        assertThat(figure(Budget.NONE_FOR_RATES, 5, 9, 7).quantile(0.99)).isEqualTo(5);
        assertThat(figure(Budget.NONE, 5, 9, 7).worst()).isEqualTo(9);
    }

    @Test
    void a_budget_judges_the_median_unless_it_says_otherwise() {
        var figure = figure(TIME, 10, 10, 1_000);
        assertThat(figure.keepsFloor()).isTrue();
        assertThat(figure.row()).contains("goal met by the median");
    }

    @Test
    void a_budget_of_the_p99_is_missed_by_a_slow_tail() {
        var figure = figure(TIME.ofP99(), 10, 10, 1_000);
        assertThat(figure.keepsFloor()).isFalse();
        assertThat(figure.row()).contains("missed by the p99");
    }

    @Test
    void one_sample_in_two_hundred_does_not_change_the_p99() {
        var samples = IntStream.range(0, 200).mapToObj(i -> i == 0 ? 1_000.0 : 50.0).toList();
        var figure = Figure.of("a time", "ms", samples, TIME.ofP99());
        assertThat(figure.row()).contains("floor met by the p99");
    }

    @Test
    void a_figure_without_a_budget_keeps_its_floor_and_has_no_verdict() {
        assertThat(figure(Budget.NONE, 1).keepsFloor()).isTrue();
        assertThat(figure(Budget.NONE, 1).row()).doesNotContain("met").doesNotContain("missed");
    }

    @Test
    void a_second_note_stands_behind_the_first() {
        var figure = figure(Budget.NONE, 1).noting("first").noting("second");
        assertThat(figure.row()).contains("first; second");
    }

    @Test
    void a_figure_has_a_sample() {
        assertThatThrownBy(() -> Figure.of("nothing", "ms", List.of(), TIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    private static Figure figure(Budget budget, double... samples) {
        var boxed = Arrays.stream(samples).boxed().toList();
        return Figure.of("a figure", "ms", boxed, budget);
    }
}
