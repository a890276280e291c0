package io.dromos.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromos.demo.Locator.Endpoint;
import io.dromos.demo.Page.Identity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsvpTest {

    @TempDir Path data;

    private final HttpClient browser = HttpClient.newHttpClient();
    private final AtomicReference<Endpoint> place =
            new AtomicReference<>(new Endpoint("127.0.0.1", 1));
    private Database database;
    private Rsvp rsvp;

    @BeforeEach
    void start() throws IOException {
        database = Database.start(DatabaseTest.loopback(0), data);
        moveTo(database.address());
        rsvp =
                Rsvp.start(
                        DatabaseTest.loopback(0),
                        new MongoGuestbook(place::get, "rsvpdata"),
                        new Identity("host-1", "rsvp.instance-7"));
    }

    @AfterEach
    void stop() {
        rsvp.close();
        database.close();
        browser.close();
    }

    @Test
    void a_submitted_name_is_listed() throws Exception {
        HttpResponse<String> taken = submit("Ada Lovelace", "ada@example.org");
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(taken.headers().firstValue("Location")).hasValue("/");
        assertThat(get("/").body()).contains("<li>Ada Lovelace</li>", "Guests (1)");
    }

    @Test
    void the_page_says_who_serves_it() throws Exception {
        assertThat(get("/").body()).contains("Served by host-1, task rsvp.instance-7");
    }

    @Test
    void what_a_visitor_types_stays_text() throws Exception {
        submit("<script>alert('x')</script>\"&", "a@b.c");
        assertThat(get("/").body())
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
    }

    @Test
    void a_wrong_address_is_explained_and_the_typed_text_kept() throws Exception {
        HttpResponse<String> answer = submit("Ada", "nowhere\"><b>");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "Please enter an e-mail address",
                        "value=\"Ada\"",
                        "nowhere&quot;&gt;&lt;b&gt;");
    }

    @Test
    void other_input_than_the_form_is_refused() throws Exception {
        assertThat(post("name=a".repeat(3_000), "application/x-www-form-urlencoded").statusCode())
                .isEqualTo(413);
        assertThat(post("{}", "application/json").statusCode()).isEqualTo(415);
        assertThat(post("name=%zz", "application/x-www-form-urlencoded").statusCode())
                .isEqualTo(400);
        assertThat(get("/new").statusCode()).isEqualTo(405);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).contains("Nobody yet");
    }

    @Test
    void a_form_on_another_site_is_refused() throws Exception {
        var request =
                form("Eve", "eve@example.org").header("Origin", "https://evil.example").build();
        assertThat(browser.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        var own =
                form("Ada", "ada@example.org")
                        .header("Origin", "http://127.0.0.1:" + rsvp.address().getPort())
                        .build();
        assertThat(browser.send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(303);
        assertThat(get("/").body()).contains("<li>Ada</li>").doesNotContain("Eve");
    }

    @Test
    void without_its_database_the_page_says_so_and_recovers_by_itself() throws Exception {
        submit("Ada", "ada@example.org");
        InetSocketAddress address = database.address();
        database.close();

        HttpResponse<String> away = get("/");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.body()).contains("not available right now").doesNotContain("Exception");
        assertThat(submit("Bob", "bob@example.org").statusCode()).isEqualTo(503);
        assertThat(get("/health").statusCode()).isEqualTo(200);

        database = Database.start(address, data);
        await().untilAsserted(() -> assertThat(get("/").body()).contains("<li>Ada</li>"));
    }

    @Test
    void a_database_that_came_back_elsewhere_is_found() throws Exception {
        submit("Ada", "ada@example.org");
        database.close();
        database = Database.start(DatabaseTest.loopback(0), data);
        moveTo(database.address());
        await().untilAsserted(() -> assertThat(get("/").body()).contains("<li>Ada</li>"));
        assertThat(submit("Bob", "bob@example.org").statusCode()).isEqualTo(303);
        assertThat(get("/").body()).contains("Guests (2)");
    }

    @Test
    void a_fault_of_the_program_is_an_apology_without_details() throws Exception {
        Guestbook broken =
                new Guestbook() {
                    @Override
                    public Entries newest(int limit) {
                        throw new IllegalArgumentException("secret");
                    }

                    @Override
                    public void add(Guest guest) {
                        throw new IllegalStateException("secret");
                    }

                    @Override
                    public void close() {}
                };
        rsvp.close();
        rsvp = Rsvp.start(DatabaseTest.loopback(0), broken, new Identity("host-1", ""));
        assertThat(get("/").statusCode()).isEqualTo(500);
        assertThat(submit("Ada", "ada@example.org").statusCode()).isEqualTo(500);
        assertThat(get("/").body())
                .contains("Something went wrong")
                .doesNotContain("secret", "Exception");
    }

    @Test
    void the_newest_two_hundred_are_shown_and_all_are_counted() throws Exception {
        try (var guestbook = new MongoGuestbook(place::get, "rsvpdata")) {
            for (int i = 0; i < 205; i++) {
                guestbook.add(new Guest("guest-" + i, "g@example.org"));
            }
        }
        assertThat(get("/").body())
                .contains("Guests (205)", "The newest 200 are shown", "guest-204<", "guest-5<")
                .doesNotContain("guest-4<");
    }

    private void moveTo(InetSocketAddress address) {
        place.set(new Endpoint("127.0.0.1", address.getPort()));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> submit(String name, String email) throws Exception {
        return browser.send(form(name, email).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String name, String email) {
        String body = "name=" + encode(name) + "&email=" + encode(email);
        return HttpRequest.newBuilder(uri("/new"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> post(String body, String type) throws Exception {
        var request =
                HttpRequest.newBuilder(uri("/new"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + rsvp.address().getPort() + path);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
