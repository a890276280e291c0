package io.dromos.server.crash;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// Answers with a seam before one to a write is given away, and after its bytes are with the
/// client's connection. What is answered then was durable long before.
record CrashingAnswers(Function<HttpRequest, CompletionStage<HttpResponse>> handler, Crash crash)
        implements Function<HttpRequest, CompletionStage<HttpResponse>> {

    private static final long serialVersionUID = 1L;

    /// From the last byte of an answer to its being on the wire.
    private static final Duration WRITING = Duration.ofMillis(30);

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
        var answer = handler.apply(request);
        return request.method().isSafe() ? answer : answer.thenApply(this::watched);
    }

    private HttpResponse watched(HttpResponse response) {
        crash.at(Effect.ANSWER, Moment.BEFORE);
        long length = response.entity().getContentLengthOption().orElse(0);
        if (length == 0) return response;
        var entity = response.entity();
        return response.withEntity(
                HttpEntities.create(
                        entity.getContentType(), length, entity.getDataBytes().via(watch())));
    }

    private Flow<ByteString, ByteString, NotUsed> watch() {
        return Flow.of(ByteString.class)
                .watchTermination((same, done) -> {
                    done.thenRun(this::after);
                    return same;
                });
    }

    private void after() {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(WRITING);
                        crash.at(Effect.ANSWER, Moment.AFTER);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
