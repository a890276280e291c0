package io.dromos.discovery;

import io.dromos.discovery.Upstream.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Passes questions about other zones on to the host's own name servers.
///
/// A question that is already on its way is not sent again; who asks it too waits for the same
/// answer. So a loop (a name server of the host that asks us in turn) ends as one timeout, and
/// cannot grow.
final class Forwarder {

    /// Clients waiting at once at most; more are told to come back (SERVFAIL).
    static final int WAITING_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private final Supplier<List<InetSocketAddress>> servers;
    private final List<InetSocketAddress> ourselves;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(WAITING_MAX);
    private final ConcurrentHashMap<Question, CompletableFuture<@Nullable Message>> asked =
            new ConcurrentHashMap<>();

    /// Asks `servers`, none of which is one of `ourselves`, in their order, each for `patience`.
    Forwarder(
            Supplier<List<InetSocketAddress>> servers,
            List<InetSocketAddress> ourselves,
            Duration patience) {
        this.servers = servers;
        this.ourselves = List.copyOf(ourselves);
        this.patience = patience;
    }

    /// Takes one of the places of [#WAITING_MAX]; whoever got it must call [#answer].
    boolean reserve() {
        return waiting.tryAcquire();
    }

    /// How many places are taken.
    int waiting() {
        return WAITING_MAX - waiting.availablePermits();
    }

    /// The answer for the client; blocks until there is one. Gives the place back.
    Message answer(Query query) {
        try {
            return serve(query);
        } finally {
            waiting.release();
        }
    }

    private Message serve(Query query) {
        List<InetSocketAddress> others = others();
        if (others.isEmpty() || !query.header().getFlag(Flags.RD)) {
            return query.answer(Rcode.REFUSED);
        }
        Message answer = join(Question.of(query), others);
        return answer == null ? query.answer(Rcode.SERVFAIL) : forClient(query, answer);
    }

    private List<InetSocketAddress> others() {
        return servers.get().stream().filter(server -> !ourselves.contains(server)).toList();
    }

    private @Nullable Message join(Question question, List<InetSocketAddress> others) {
        var mine = new CompletableFuture<@Nullable Message>();
        CompletableFuture<@Nullable Message> first = asked.putIfAbsent(question, mine);
        if (first != null) {
            return first.join();
        }
        try {
            mine.complete(ask(question, others));
        } finally {
            asked.remove(question);
            mine.complete(null); // only where asking threw: nobody may wait for ever
        }
        return mine.join();
    }

    private @Nullable Message ask(Question question, List<InetSocketAddress> others) {
        for (InetSocketAddress server : others) {
            try {
                Message answer = Upstream.ask(server, question, patience);
                if (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN) {
                    return answer;
                }
                log.debug(
                        "{} answers {} with {}", server, question, Rcode.string(answer.getRcode()));
            } catch (IOException e) {
                log.debug("{} does not answer {}: {}", server, question, e.toString());
            }
        }
        return null;
    }

    private static Message forClient(Query query, Message found) {
        Message answer = query.answer(found.getRcode());
        answer.getHeader().setFlag(Flags.RA);
        if (found.getHeader().getFlag(Flags.AD)) {
            answer.getHeader().setFlag(Flags.AD);
        }
        for (int section : List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)) {
            for (Record record : found.getSection(section)) {
                if (!(record instanceof OPTRecord)) {
                    answer.addRecord(record, section);
                }
            }
        }
        return answer;
    }
}
