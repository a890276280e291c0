package io.dromos.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Notes and keys of others are read, and ours are such as others read.
class SignedNoteTest {

    /// Of the specification's own examples.
    private static final String THEIR_KEY =
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String THEIR_NOTE =
            """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static final Checkpoint CHECKPOINT =
            new Checkpoint(
                    "example.com/prod",
                    42,
                    "0a".repeat(32),
                    Optional.of(new UUID(1, 2)),
                    Optional.of(Instant.parse("2026-11-30T10:00:00.123456Z")));

    @Test
    void a_note_that_others_signed_is_verified_with_their_key() throws BadNote {
        var key = VerifierKey.parse(THEIR_KEY);
        var note = SignedNote.parse(THEIR_NOTE);
        assertThat(note.isSignedBy(key)).isTrue();
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.note()).isEqualTo(THEIR_NOTE);
        assertThat(key.text()).isEqualTo(THEIR_KEY);
    }

    @Test
    void a_note_is_not_signed_if_anything_of_it_was_changed() throws BadNote {
        var key = VerifierKey.parse(THEIR_KEY);
        for (int i = 0; i < THEIR_NOTE.length(); i++) {
            var changed = new StringBuilder(THEIR_NOTE);
            changed.setCharAt(i, (char) (changed.charAt(i) ^ 1));
            assertThat(isSigned(changed.toString(), key)).as("sign %d", i).isFalse();
        }
    }

    private static boolean isSigned(String note, VerifierKey key) {
        try {
            return SignedNote.parse(note).isSignedBy(key);
        } catch (BadNote _) {
            return false;
        }
    }

    @Test
    void a_checkpoint_is_signed_and_read_again() throws BadNote {
        var key = SigningKey.make("example.com/prod");
        var note = SignedNote.of(CHECKPOINT.text(), key).note();
        assertThat(note)
                .startsWith(
                        """
                        example.com/prod
                        42
                        CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo=
                        incarnation 00000000-0000-0001-0000-000000000002
                        committed 2026-11-30T10:00:00.123456Z

                        \u2014 example.com/prod\
                        """);
        var read = SignedNote.parse(note);
        assertThat(read.isSignedBy(key.verifier())).isTrue();
        assertThat(Checkpoint.parse(read.text())).isEqualTo(CHECKPOINT);
        assertThat(read.isSignedBy(SigningKey.make("example.com/prod").verifier())).isFalse();
    }

    @Test
    void a_key_is_kept_and_read_again_and_goes_with_its_own_public_key_only() throws BadNote {
        var key = SigningKey.make("a");
        var again = SigningKey.parse(key.text());
        var note = SignedNote.of("text\n", again);
        assertThat(note.isSignedBy(key.verifier())).isTrue();
        var other = SigningKey.make("a").verifier().text();
        var mixed = key.text().lines().findFirst().orElseThrow() + "\n" + other + "\n";
        assertThatThrownBy(() -> SigningKey.parse(mixed)).isInstanceOf(BadNote.class);
    }

    @Test
    void what_is_no_note_key_or_checkpoint_is_refused_in_a_sentence() {
        refused(() -> SignedNote.parse("text\n"), "no text, blank line and signature");
        refused(() -> SignedNote.parse("text\n\nline\n"), "'line' is no line of a signature");
        refused(() -> SignedNote.parse("te\rxt\n\n"), "no text of lines");
        refused(() -> SignedNote.parse("text\n\n"), "0 signatures");
        refused(() -> VerifierKey.parse("a b"), "NAME+NUMBER+KEY");
        refused(() -> VerifierKey.parse(THEIR_KEY.replace("530d", "530e")), "is not that of");
        refused(() -> SigningKey.make("a b"), "no blanks");
        refused(() -> SigningKey.make("a+b"), "no '+'");
        refused(() -> SigningKey.parse(THEIR_KEY), "a private key and its public key");
        refused(() -> Checkpoint.parse("a\n1\n"), "origin, offset and hash");
        refused(() -> Checkpoint.parse("a\n01\nAA==\n"), "no offset");
        refused(() -> Checkpoint.parse("a\n1\nAA==\n"), "no hash");
    }

    private interface Reading {
        Object read() throws BadNote;
    }

    private static void refused(Reading reading, String part) {
        assertThatThrownBy(reading::read)
                .isInstanceOfSatisfying(
                        BadNote.class, bad -> assertThat(bad.sentence()).contains(part));
    }
}
