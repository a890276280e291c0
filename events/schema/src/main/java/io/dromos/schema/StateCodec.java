package io.dromos.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import io.dromos.events.state.State;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the states of aggregates into bytes for checkpoints, and back. Safe for use by many
/// threads.
///
/// A checkpoint is a cache: it is read by the very release that wrote it, as its [#fingerprint()]
/// proves, or thrown away. So states need no stored names and no upcasters, and nobody has to be
/// able to read the bytes: they are Smile, a binary form of JSON that takes about half the time and
/// half the room.
public final class StateCodec {

    /// To be changed with every change of the bytes that is none of the types.
    private static final String FORM = "Smile, moments as numbers";

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final String fingerprint = Shape.of(List.of(State.class)).fingerprint(FORM);

    /// A codec for all states.
    public StateCodec() {
        SmileMapper smile = DomainJson.rules(SmileMapper.builder());
        smile.registerModules(new PersistentCollections(), new MomentNumbers());
        writer = smile.writerFor(State.class);
        reader = smile.readerFor(State.class);
    }

    /// Names what a state is made of and the code that folds it, as 64 hexadecimal digits: differs
    /// as soon as a stored state might not be what folding the log again would give.
    public String fingerprint() {
        return fingerprint;
    }

    /// The state as bytes that [#decode] reads.
    public byte[] encode(State state) {
        try {
            return writer.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("No bytes for a " + state.getClass().getName(), e);
        }
    }

    /// The state behind bytes that a codec of the same fingerprint made.
    ///
    /// @throws UnreadableState if they are anything else
    public State decode(byte[] bytes) {
        try {
            var state = reader.<@Nullable State>readValue(bytes);
            if (state == null) throw new UnreadableState("it is null", null);
            return state;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableState(String.valueOf(e.getMessage()), e);
        }
    }

    /// Bytes that are no state: the checkpoint they come from is damaged or another release's.
    public static final class UnreadableState extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private UnreadableState(String why, @Nullable Throwable cause) {
            super("the state in a checkpoint does not read: " + why, cause);
        }
    }
}
