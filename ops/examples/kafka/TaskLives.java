import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Tells the life of each task as Dromos publishes it, a line for each turn. To start with:
///
///     java -cp 'ops/server/target/dist/lib/*' ops/examples/kafka/TaskLives.java 127.0.0.1:9092
///
/// It needs Kafka's client and Jackson; a project of its own takes org.apache.kafka:kafka-clients and
/// com.fasterxml.jackson.core:jackson-databind. More words: the topic (dromos.tasks), and the group of
/// consumers that it belongs to (task-lives), whose members share the topic's partitions.
public final class TaskLives {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The last fact told of each application. Whoever keeps this in a database, together with what he
    /// derives, needs nothing else to tell every fact once, whatever becomes of him and of Kafka.
    private final Map<String, String> told = new HashMap<>();

    public static void main(String[] words) {
        if (words.length == 0) {
            System.err.println("Usage: TaskLives HOST:PORT [TOPIC [GROUP]]");
            System.exit(2);
        }
        var topic = words.length > 1 ? words[1] : "dromos.tasks";
        var group = words.length > 2 ? words[2] : "task-lives";
        var lives = new TaskLives();
        try (var consumer = new KafkaConsumer<String, String>(settings(words[0], group))) {
            leaveWhenEnded(consumer);
            consumer.subscribe(List.of(topic));
            while (true) {
                for (var message : consumer.poll(PATIENCE)) lives.hear(message);
                // What was told is told: only now does the group go on behind it.
                consumer.commitSync();
            }
        } catch (WakeupException e) {
            // It was told to end.
        }
    }

    /// Who leaves the group by himself is not waited for by the others.
    private static void leaveWhenEnded(KafkaConsumer<String, String> consumer) {
        var main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    consumer.wakeup();
                                    try {
                                        main.join();
                                    } catch (InterruptedException e) {
                                        main.interrupt();
                                    }
                                }));
    }

    private static Properties settings(String servers, String group) {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        // Facts are published in transactions: what was taken back is never seen.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return settings;
    }

    /// The key is the application; its messages come in the order in which they happened.
    private void hear(ConsumerRecord<String, String> message) {
        JsonNode event;
        try {
            event = JSON.readTree(message.value());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            System.err.printf("Not an event, at %d of %s: %s%n", message.offset(), message.topic(), e.getMessage());
            return;
        }
        // Numbers of an application's facts have no gaps and are written with 19 digits: after a crash of
        // this program before its commit the same facts come again, and are dropped here.
        var sequence = event.path("sequence").asText();
        if (sequence.compareTo(told.getOrDefault(message.key(), "")) <= 0) return;
        told.put(message.key(), sequence);
        var line = line(event.path("type").asText(), event.path("data"));
        if (!line.isEmpty()) System.out.println(event.path("time").asText() + " " + message.key() + " " + line);
    }

    /// What a fact means for a task. There are other facts, and there will be more: what one does not know
    /// one passes over.
    private static String line(String type, JsonNode data) {
        var task = data.path("task").asText();
        return switch (type) {
            case "app.instance-planned.v1" -> task + " is to run on " + data.at("/placement/host").asText();
            case "app.task-observed.v1" -> task + " is " + data.path("state").asText() + said(data.path("message"));
            case "app.instance-health-changed.v1" ->
                    task + (data.path("healthy").asBoolean() ? " is healthy" : " is ill" + said(data.path("cause")));
            case "app.kill-requested.v1" ->
                    data.path("instance").asText() + " is to end" + said(data.path("why"));
            case "app.removed.v1" -> "is gone";
            default -> "";
        };
    }

    private static String said(JsonNode text) {
        return text.asText("").isEmpty() ? "" : ": " + text.asText();
    }
}
