package io.dromos.server;

import io.dromos.actors.HealthSetting;
import io.dromos.domain.health.Attempt;
import io.dromos.domain.health.Question;
import io.dromos.events.AppId;
import io.dromos.probe.Endpoint;
import io.dromos.probe.NetworkProbes;
import io.dromos.probe.Outcome;
import io.dromos.probe.Outcome.Content;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Asks tasks for their health over the network, [NetworkProbes#AT_A_TIME] at a time, each in a
/// thread of its own, in turns that applications share fairly. As in Marathon, a redirect is an
/// answer and is not followed.
final class TaskProber implements HealthSetting.Prober, AutoCloseable {

    private static final int CAUSE_MAX = 300;

    private final NetworkProbes probes = new NetworkProbes(System::nanoTime);
    private final HostNames names = new HostNames();

    @Override
    public CompletionStage<Attempt> ask(AppId app, Question question) {
        var answer = new CompletableFuture<Attempt>();
        Thread.ofVirtual()
                .name("health")
                .start(() -> answer.complete(answered(() -> attempt(app, question))));
        return answer;
    }

    /// Whatever goes wrong here is no word of the task, and whoever waits for it goes on.
    static Attempt answered(Callable<Attempt> attempt) {
        try {
            return attempt.call();
        } catch (Exception | Error ours) {
            return new Attempt.NotMade(cut(String.valueOf(ours)));
        }
    }

    private Attempt attempt(AppId app, Question question) throws InterruptedException {
        var address = names.address(question.host(), question.timeout());
        if (address.isEmpty())
            return new Attempt.NotMade("nobody here knows the host " + question.host());
        boolean newer = address.get().indexOf(':') >= 0;
        var endpoint = endpoint(question, newer);
        return meaning(probes.ask(app, _ -> address, endpoint, question.timeout()));
    }

    private static Endpoint endpoint(Question question, boolean newer) {
        return switch (question) {
            case Question.Get get ->
                    new Endpoint.Http(
                            get.secure(),
                            get.port(),
                            get.path(),
                            newer,
                            0,
                            get.body() ? Question.BODY_BYTES_MAX : 0);
            case Question.Connect connect -> new Endpoint.Tcp(connect.port(), newer);
        };
    }

    private static Attempt meaning(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var status, var content) ->
                    new Attempt.Answered(
                            status,
                            content.flatMap(Content::type).orElse("text/plain"),
                            content.map(Content::body).orElse(""));
            case Outcome.Connected(var succeeded) ->
                    succeeded
                            ? new Attempt.Connected()
                            : new Attempt.Unanswered("the port takes no connection");
            case Outcome.NoAnswer(var why) -> new Attempt.Unanswered(cut(why));
            case Outcome.NotAsked(var why) -> new Attempt.NotMade(cut(why));
            case Outcome.Exited _ -> throw new IllegalStateException("No command was asked");
        };
    }

    private static String cut(String text) {
        return text.length() <= CAUSE_MAX ? text : text.substring(0, CAUSE_MAX);
    }

    @Override
    public void close() {
        probes.close();
        names.close();
    }
}
