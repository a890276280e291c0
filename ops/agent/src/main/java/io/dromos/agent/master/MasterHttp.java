package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.http.Forms;
import io.dromos.agent.http.Handler;
import io.dromos.agent.http.Header;
import io.dromos.agent.http.Outbox;
import io.dromos.agent.http.Pool;
import io.dromos.agent.http.Refused;
import io.dromos.agent.http.Request;
import io.dromos.agent.http.Response;
import io.dromos.agent.http.Strangers;
import io.dromos.agent.link.Hello;
import io.dromos.agent.link.LinkJson;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.link.Report;
import io.dromos.agent.master.SchedulerJson.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// The master's HTTP side: the scheduler API, the agents' link, and what operators look at.
final class MasterHttp implements Handler {
    /// What may wait for a slow scheduler or agent before it is cut off.
    static final int MAX_WAITING_BYTES = 32 << 20;

    /// What may wait for all slow schedulers, operators and agents together.
    static final long MAX_ALL_WAITING_BYTES = 128L << 20;

    static final int MAX_STREAMS = 3_000;

    /// How many operators may watch, so that they leave streams to schedulers and agents.
    static final int MAX_WATCHERS = 64;

    private static final org.apache.mesos.v1.master.Protos.Response ANSWER =
            org.apache.mesos.v1.master.Protos.Response.getDefaultInstance();
    private static final Set<String> POSTED =
            Set.of(
                    "/api/v1",
                    "/api/v1/scheduler",
                    "/api/v1/agent-link",
                    "/api/v1/agent-link/update",
                    "/teardown");

    private final Pool waiting = new Pool(MAX_ALL_WAITING_BYTES);
    private final Shell shell;
    private final Settings settings;
    private final Supplier<UUID> ids;

    MasterHttp(Shell shell, Settings settings, Supplier<UUID> ids) {
        this.shell = shell;
        this.settings = settings;
        this.ids = ids;
    }

    @Override
    public Response handle(Request request) throws Exception {
        Optional<String> stranger = Strangers.refusal(request, Set.of(settings.hostName()));
        if (stranger.isPresent()) {
            return Response.text(403, stranger.get());
        }
        String path = path(request.path());
        if (POSTED.contains(path) && !request.method().equals("POST")) {
            return wrongMethod(request.method(), "POST");
        }
        return switch (path) {
            case "/api/v1/scheduler" -> scheduler(request);
            case "/api/v1" -> operator(request);
            case "/api/v1/agent-link" -> link(request);
            case "/api/v1/agent-link/update" -> report(request);
            case "/teardown" -> teardown(request);
            case "/state", "/state.json" -> json(request, books -> state(books).state());
            case "/slaves" -> json(request, books -> state(books).slaves());
            case "/metrics/snapshot" -> json(request, books -> Metrics.snapshot(books.ledger()));
            case "/version" -> json(request, _ -> StateJson.version());
            case "/health" -> Response.empty(200);
            case "/redirect" -> redirect();
            default -> Response.text(404, "404 Not Found.");
        };
    }

    /// `/master/…` names the same endpoints, and a trailing slash does not matter.
    private static String path(String path) {
        String shorter = path.startsWith("/master/") ? path.substring(7) : path;
        boolean slash = shorter.length() > 1 && shorter.endsWith("/");
        return slash ? shorter.substring(0, shorter.length() - 1) : shorter;
    }

    private static Response wrongMethod(String method, String allowed) {
        String text =
                "405 Method Not Allowed. Expecting one of { '%s' }, but received '%s'."
                        .formatted(allowed, method);
        return new Response.Whole(
                405,
                List.of(
                        new Header("Allow", allowed),
                        new Header("Content-Type", "text/plain; charset=utf-8")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private Response scheduler(Request request) throws Refused, InterruptedException {
        Call call = SchedulerJson.call(request);
        Optional<Refusal> malformed = CallRules.refusal(call);
        if (malformed.isPresent()) {
            return text(malformed.get());
        }
        Optional<String> stream = request.header("Mesos-Stream-Id");
        if (call.getType() == Call.Type.SUBSCRIBE) {
            return subscribe(request, call, stream);
        }
        Optional<Refusal> refusal = shell.ask(desk -> called(desk, call, stream));
        int taken = call.getType() == Call.Type.UPDATE_FRAMEWORK ? 200 : 202;
        return refusal.map(MasterHttp::text).orElseGet(() -> Response.empty(taken));
    }

    private static Optional<Refusal> called(Desk desk, Call call, Optional<String> stream) {
        Optional<Refusal> refusal = desk.books().refusal(call, stream);
        if (refusal.isEmpty()) {
            desk.step(new Input.Called(call));
        }
        return refusal;
    }

    private Response subscribe(Request request, Call call, Optional<String> stream)
            throws Refused, InterruptedException {
        Format format = SchedulerJson.accept(request);
        if (stream.isPresent()) {
            return Response.text(
                    400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
        }
        String id = ids.get().toString();
        List<Header> headers =
                List.of(
                        new Header("Mesos-Stream-Id", id),
                        new Header("Content-Type", format.mediaType()));
        return open(id, format, headers, new Input.Subscribe(id, call), new Input.StreamGone(id));
    }

    private Response open(String id, Format format, List<Header> headers, Input opened, Input gone)
            throws InterruptedException {
        Outbox outbox =
                new Outbox(
                        MAX_WAITING_BYTES,
                        waiting,
                        () -> shell.tell(desk -> desk.closed(id, gone)));
        Desk.Stream stream = new Desk.Stream(outbox, format);
        boolean taken =
                shell.ask(
                        desk -> desk.openStreams() < MAX_STREAMS && desk.open(id, stream, opened));
        return taken
                ? new Response.Chunked(200, headers, outbox)
                : Response.text(503, "This master has " + MAX_STREAMS + " open streams already");
    }

    private Response link(Request request) throws Refused, InterruptedException {
        Hello hello;
        try {
            hello = LinkJson.hello(request.body());
        } catch (Malformed e) {
            throw new Refused(400, e.sentence());
        }
        String id = ids.get().toString();
        List<Header> headers = List.of(new Header("Content-Type", Format.JSON.mediaType()));
        Input opened = new Input.LinkOpened(id, hello);
        return open(id, Format.JSON, headers, opened, new Input.LinkGone(id));
    }

    private Response report(Request request) throws Refused, InterruptedException {
        Report report;
        try {
            report = LinkJson.report(request.body());
        } catch (Malformed e) {
            throw new Refused(400, e.sentence());
        }
        String id = report.agentId().getValue();
        boolean taken =
                shell.ask(desk ->
                        desk.books().hasConnectedAgent(id)
                                && desk.step(new Input.Reported(report)));
        return taken
                ? Response.empty(202)
                : Response.text(409, "Agent " + id + " is not connected; open its link anew");
    }

    private Response operator(Request request) throws Refused, InterruptedException {
        OperatorCalls.Known call = OperatorCalls.read(request);
        return switch (call) {
            case OperatorCalls.Answer(var view) -> {
                ObjectNode answer = shell.ask(desk -> view.apply(desk.books().ledger()));
                Format format = SchedulerJson.accept(request);
                Header type = new Header("Content-Type", format.mediaType());
                yield new Response.Whole(200, List.of(type), format.write(answer, ANSWER));
            }
            case OperatorCalls.Teardown(String id) -> teardown(id);
            case OperatorCalls.Subscribe() -> watch(SchedulerJson.accept(request));
            case OperatorCalls.MarkAgentGone(String id) -> markGone(id);
        };
    }

    private Response watch(Format format) throws InterruptedException {
        if (shell.ask(desk -> desk.books().watchers()) >= MAX_WATCHERS) {
            return Response.text(503, MAX_WATCHERS + " operators watch this master already");
        }
        String id = ids.get().toString();
        List<Header> headers = List.of(new Header("Content-Type", format.mediaType()));
        Input opened = new Input.Watched(id);
        return open(id, format, headers, opened, new Input.WatcherGone(id));
    }

    private Response markGone(String id) throws InterruptedException {
        boolean known =
                shell.ask(
                        desk -> desk.books().knowsAgent(id) && desk.step(new Input.AgentGone(id)));
        return known ? Response.empty(200) : Response.text(404, "Agent '" + id + "' not found");
    }

    private Response teardown(Request request) throws Refused, InterruptedException {
        String form = new String(request.body(), StandardCharsets.UTF_8);
        String id = Forms.parse(form).get("frameworkId");
        return id == null
                ? Response.text(400, "Missing 'frameworkId' query parameter in the request body")
                : teardown(id);
    }

    private Response teardown(String id) throws InterruptedException {
        boolean known =
                shell.ask(
                        desk -> desk.books().hasFramework(id) && desk.step(new Input.Teardown(id)));
        return known
                ? Response.empty(200)
                : Response.text(400, "No framework found with specified ID");
    }

    private Response json(Request request, Function<Books, JsonNode> view)
            throws InterruptedException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return wrongMethod(request.method(), "GET");
        }
        JsonNode tree = shell.ask(desk -> view.apply(desk.books()));
        Optional<String> callback = Optional.ofNullable(request.query().get("jsonp"));
        if (callback.filter(name -> name.matches("[A-Za-z0-9_.$]{1,100}")).isPresent()) {
            byte[] script = jsonp(callback.get(), tree);
            return new Response.Whole(
                    200, List.of(new Header("Content-Type", "text/javascript")), script);
        }
        return Response.json(200, MesosJson.bytes(tree));
    }

    private static byte[] jsonp(String callback, JsonNode tree) {
        String json = new String(MesosJson.bytes(tree), StandardCharsets.UTF_8);
        return (callback + "(" + json + ")").getBytes(StandardCharsets.UTF_8);
    }

    private static StateJson state(Books books) {
        return new StateJson(books.ledger());
    }

    private Response redirect() {
        Header location =
                new Header("Location", "//" + settings.hostName() + ":" + settings.port());
        return new Response.Whole(307, List.of(location), new byte[0]);
    }

    private static Response text(Refusal refusal) {
        return Response.text(refusal.status(), refusal.text());
    }
}
