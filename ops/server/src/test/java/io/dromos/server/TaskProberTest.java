package io.dromos.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.events.AppId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskProberTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AppId WEB = new AppId("/web");

    @Test
    void a_task_is_asked_by_its_address_or_by_a_name_that_the_machine_knows() throws Exception {
        try (var prober = new TaskProber();
                var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (var host : new String[] {"127.0.0.1", "localhost"}) {
                var question = new Question.Connect(host, server.getLocalPort(), LONG);
                assertThat(prober.ask(WEB, question).toCompletableFuture())
                        .succeedsWithin(LONG)
                        .isInstanceOf(Attempt.Connected.class);
            }
        }
    }

    @Test
    void whatever_goes_wrong_here_says_nothing_of_the_task() {
        assertThat(
                        TaskProber.answered(() -> {
                            throw new StackOverflowError("deep");
                        }))
                .isInstanceOf(Attempt.NotMade.class);
        assertThat(
                        TaskProber.answered(() -> {
                            throw new IllegalStateException("odd");
                        }))
                .isInstanceOf(Attempt.NotMade.class);
    }

    @Test
    void a_resolver_that_hangs_is_waited_for_so_long_and_holds_up_no_address() throws Exception {
        var end = new CountDownLatch(1);
        var asked = new AtomicInteger();
        try (var names = new HostNames(_ -> hang(end, asked))) {
            for (int round = 0; round < 5; round++)
                assertThat(names.address("host" + round, Duration.ofMillis(50))).isEmpty();
            assertThat(asked.get()).as("at a time").isBetween(1, 2);
            assertThat(names.address("10.0.0.7", LONG)).contains("10.0.0.7");
            end.countDown();
            assertThat(names.address("late", LONG)).contains("10.0.0.8");
        }
    }

    private static Optional<String> hang(CountDownLatch end, AtomicInteger asked) {
        asked.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException closed) {
            return Optional.empty();
        }
        return Optional.of("10.0.0.8");
    }
}
