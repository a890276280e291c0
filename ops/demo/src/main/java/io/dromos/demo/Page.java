package io.dromos.demo;

import io.dromos.demo.Guestbook.Entries;
import java.util.stream.Collectors;

/// The RSVP page as HTML. Whatever comes from a visitor is escaped here and nowhere else.
final class Page {

    /// Who serves the page: the host's name and the Mesos task id (empty outside a cluster).
    record Identity(String host, String task) {}

    /// What the form shows when the visitor has to correct it: the reason and what was typed.
    record Draft(String complaint, String name, String email) {
        static final Draft EMPTY = new Draft("", "", "");
    }

    static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: light-dark(#1d2433, #e6e9f0); --paper: light-dark(#fff, #1b202b);
              --back: light-dark(#eef1f6, #12151d); --line: light-dark(#d5dbe6, #343c4d); --accent: light-dark(#0b6b58, #4cc3a8);
              --quiet: light-dark(#5a6478, #9aa4b8); --alarm: light-dark(#a3261b, #ff8f85) }
            * { box-sizing: border-box }
            body { margin: 0; padding: 2rem 1rem; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
            main { max-width: 34rem; margin: auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem }
            h1 { margin: 0 0 .25rem; font-size: 1.75rem } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem }
            p { margin: .25rem 0 } label { display: block; margin-top: 1rem; font-weight: 600 }
            input { width: 100%; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--quiet); border-radius: .4rem }
            button { margin-top: 1.25rem; padding: .65rem 1.5rem; font: inherit; font-weight: 600; color: var(--paper); background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer }
            :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
            ol { margin: 0; padding: 0; list-style: none } li { padding: .4rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
            .quiet, footer { color: var(--quiet) } .alarm { margin-top: 1rem; color: var(--alarm); font-weight: 600 }
            footer { margin-top: 2rem; font-size: .85rem; overflow-wrap: anywhere }
            """;

    private Page() {}

    /// The form and the list.
    static String guests(Identity identity, Entries entries, Draft draft) {
        return frame(identity, form(draft) + list(entries));
    }

    /// A page that says one thing.
    static String notice(Identity identity, String title, String sentence) {
        return frame(
                identity,
                """
                <h2>%s</h2>
                <p role="status">%s</p>
                <p><a href="/">Back to the page</a></p>
                """
                        .formatted(escape(title), escape(sentence)));
    }

    /// Text made harmless in HTML content and in quoted attributes.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String form(Draft draft) {
        String complaint =
                draft.complaint().isEmpty()
                        ? ""
                        : "<p class=\"alarm\" role=\"alert\">"
                                + escape(draft.complaint())
                                + "</p>\n";
        return """
        %s<form method="post" action="/new">
          <label for="name">Name</label>
          <input id="name" name="name" required maxlength="%d" autocomplete="name" value="%s">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" required maxlength="%d" autocomplete="email" value="%s">
          <button>I will be there</button>
        </form>
        """
                .formatted(
                        complaint,
                        Guest.NAME_MAX,
                        escape(draft.name()),
                        Guest.EMAIL_MAX,
                        escape(draft.email()));
    }

    private static String list(Entries entries) {
        if (entries.count() == 0) {
            return "<h2>Guests</h2>\n<p class=\"quiet\">Nobody yet. Be the first.</p>\n";
        }
        String more =
                entries.count() > entries.newest().size()
                        ? "<p class=\"quiet\">The newest "
                                + entries.newest().size()
                                + " are shown.</p>\n"
                        : "";
        String items =
                entries.newest().stream()
                        .map(guest -> "<li>" + escape(guest.name()) + "</li>\n")
                        .collect(Collectors.joining());
        return "<h2>Guests (" + entries.count() + ")</h2>\n<ol>\n" + items + "</ol>\n" + more;
    }

    private static String frame(Identity identity, String content) {
        String task = identity.task().isEmpty() ? "" : ", task " + escape(identity.task());
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>RSVP</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main>
        <h1>You are invited</h1>
        <p class="quiet">Leave your name and we will save you a seat.</p>
        %s<footer>Served by %s%s</footer>
        </main>
        </body>
        </html>
        """
                .formatted(content, escape(identity.host()), task);
    }
}
