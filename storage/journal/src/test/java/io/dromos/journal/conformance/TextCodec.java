package io.dromos.journal.conformance;

import io.dromos.journal.Bytes;
import io.dromos.journal.Fence;
import io.dromos.journal.PayloadCodec;
import java.util.List;

/// Persists strings. One that starts with `name=epoch:` needs that fence; `unspeakable` cannot be
/// encoded.
public final class TextCodec implements PayloadCodec {
    /// A text that the codec does not know how to store.
    public static final String UNSPEAKABLE = "unspeakable";

    @Override
    public Encoded encode(Object persisted) {
        var text = (String) persisted;
        if (text.equals(UNSPEAKABLE)) {
            throw new IllegalArgumentException("this cannot be encoded");
        }
        return new Encoded("text.v1", Bytes.utf8(text), Bytes.utf8("{}"), fences(text));
    }

    private static List<Fence> fences(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        return equals < 0 || colon < equals
                ? List.of()
                : List.of(
                        new Fence(
                                text.substring(0, equals),
                                Long.parseLong(text.substring(equals + 1, colon))));
    }

    @Override
    public Object decode(String eventName, Bytes payload, Bytes origin) {
        if (!eventName.equals("text.v1")) {
            throw new IllegalArgumentException("unknown event " + eventName);
        }
        return payload.text();
    }
}
