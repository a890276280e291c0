package io.dromos.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;

/// Does jobs at the desk on the caller's own thread.
record InlineShell(Desk desk) implements Shell {

    @Override
    public <T> T ask(Function<Desk, T> job) {
        return job.apply(desk);
    }

    @Override
    public void tell(Function<Desk, Boolean> job) {
        assertThat(job.apply(desk)).isTrue();
    }
}
