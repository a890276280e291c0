package io.dromos.checks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.checks.cluster.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Very many requests at once, each on a connection of its own: every second one changes an
/// application, the others read all of them.
final class Flood implements AutoCloseable {

    /// What became of them.
    record Outcome(int reads, int changes, int refused) {

        @Override
        public String toString() {
            return "%d reads and %d changes done, %d refused".formatted(reads, changes, refused);
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<CompletableFuture<HttpResponse<String>>> reads = new ArrayList<>();
    private final List<CompletableFuture<HttpResponse<String>>> changes = new ArrayList<>();

    /// Sends so many, each of which is to be answered in time.
    Flood(int port, String app, int count, Duration answerMax) {
        var base = URI.create("http://127.0.0.1:" + port);
        for (int i = 0; i < count / 2; i++) {
            var read = HttpRequest.newBuilder(base.resolve("/v2/apps")).timeout(answerMax);
            reads.add(client.sendAsync(read.build(), BodyHandlers.ofString()));
            var change =
                    HttpRequest.newBuilder(base.resolve("/v2/apps" + app + "?force=true"))
                            .timeout(answerMax)
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString("{\"instances\":%d}".formatted(i % 3)));
            changes.add(client.sendAsync(change.build(), BodyHandlers.ofString()));
        }
    }

    /// Whether some are not answered yet.
    boolean goesOn() {
        return reads.stream().anyMatch(it -> !it.isDone())
                || changes.stream().anyMatch(it -> !it.isDone());
    }

    /// Waits for all answers. Each tells what was done, each change a deployment of its own, or
    /// that nothing was and why.
    Outcome outcome() {
        var deployments = new ArrayList<String>();
        int refused = 0;
        for (var change : changes) {
            var answer = change.join();
            if (answer.statusCode() == 200)
                deployments.add(Api.json(answer.body()).path("deploymentId").asText());
            else refused += refusal(answer);
        }
        assertThat(deployments).doesNotHaveDuplicates().doesNotContain("");
        int read = 0;
        for (var one : reads) {
            var answer = one.join();
            if (answer.statusCode() == 200) read++;
            else refused += refusal(answer);
        }
        return new Outcome(read, deployments.size(), refused);
    }

    private static int refusal(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(Api.json(answer.body()).path("message").asText())
                .containsAnyOf("Nothing was done", "ask again");
        return 1;
    }

    @Override
    public void close() {
        client.close();
    }
}
