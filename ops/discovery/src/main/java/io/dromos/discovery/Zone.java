package io.dromos.discovery;

import io.dromos.discovery.Records.Address;
import io.dromos.discovery.Records.Entry;
import io.dromos.discovery.Records.Service;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Answers for the names of one zone, from records that do not change. The only chance in it is the
/// order of the answers, which spreads clients over the instances; it comes from outside.
final class Zone {

    /// Records in one answer at most; of more a random choice is given. 256 of the usual size fit
    /// into one message over TCP.
    static final int ANSWERS_MAX = 256;

    private static final int REFRESH_SECONDS = 60;
    private static final int RETRY_SECONDS = 600;
    private static final int EXPIRE_SECONDS = 86_400;
    private static final int PRIORITY = 0;
    private static final int WEIGHT = 1;

    private final Records records;
    private final Name apex;
    private final Name nameServer;

    Zone(Records records) {
        this.records = records;
        this.apex = name(records.domain());
        this.nameServer = name("ns1." + records.domain());
    }

    /// The answer to a question about a name that the zone holds.
    Message answer(Query query, Random random) {
        if (!records.loaded()) {
            return query.answer(Rcode.SERVFAIL);
        }
        String name = key(query.question().getName());
        List<Record> answers = select(query, name, random);

        // A name with other types, or with names below it, exists: then the answer is only empty.
        Message answer = query.answer(records.has(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
        answer.getHeader().setFlag(Flags.AA);
        for (Record record : answers) {
            answer.addRecord(record, Section.ANSWER);
        }
        if (answers.isEmpty()) {
            answer.addRecord(start(apex), Section.AUTHORITY);
        }
        targets(answers).forEach(record -> answer.addRecord(record, Section.ADDITIONAL));
        return answer;
    }

    /// The name to look up: in lower case, and as in Mesos-DNS without its `*` labels after the
    /// first.
    static String key(Name name) {
        var key = new StringBuilder(name.getLabelString(0));
        for (int i = 1; i < name.labels() - 1; i++) {
            String label = name.getLabelString(i);
            if (!label.equals("*")) {
                key.append('.').append(label);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    private List<Record> select(Query query, String name, Random random) {
        Name owner = query.question().getName();
        int type = query.question().getType();
        List<Entry> fitting =
                new ArrayList<>(
                        records.at(name).stream()
                                .filter(entry -> type == Type.ANY || type(entry) == type)
                                .toList());
        List<Record> selected = new ArrayList<>();
        for (Entry entry : someOf(fitting, random)) {
            selected.add(record(owner, entry));
        }
        if (name.equals(records.domain())) {
            Stream.of(start(owner), server(owner))
                    .filter(record -> type == Type.ANY || record.getType() == type)
                    .forEach(selected::add);
        }
        return selected;
    }

    /// At most [#ANSWERS_MAX] of the entries, chosen and ordered by chance.
    private static List<Entry> someOf(List<Entry> entries, Random random) {
        int count = Math.min(entries.size(), ANSWERS_MAX);
        for (int i = 0; i < count; i++) {
            Collections.swap(entries, i, i + random.nextInt(entries.size() - i));
        }
        return entries.subList(0, count);
    }

    private static int type(Entry entry) {
        return switch (entry) {
            case Address(Inet4Address _) -> Type.A;
            case Address _ -> Type.AAAA;
            case Service _ -> Type.SRV;
        };
    }

    /// The addresses of the targets of the services among these, so that nobody has to ask again.
    private List<Record> targets(List<Record> answers) {
        return answers.stream()
                .filter(SRVRecord.class::isInstance)
                .map(record -> ((SRVRecord) record).getTarget())
                .distinct()
                .flatMap(target -> addresses(target).stream())
                .toList();
    }

    private List<Record> addresses(Name owner) {
        return records.at(key(owner)).stream()
                .filter(Address.class::isInstance)
                .map(entry -> record(owner, entry))
                .toList();
    }

    private Record record(Name owner, Entry entry) {
        return switch (entry) {
            case Address(Inet4Address address) ->
                    new ARecord(owner, DClass.IN, timeToLive(), address);
            case Address(var address) -> new AAAARecord(owner, DClass.IN, timeToLive(), address);
            case Service(int port, String target) ->
                    new SRVRecord(
                            owner, DClass.IN, timeToLive(), PRIORITY, WEIGHT, port, name(target));
        };
    }

    private Record start(Name owner) {
        return new SOARecord(
                owner,
                DClass.IN,
                timeToLive(),
                nameServer,
                name("root.ns1." + records.domain()),
                records.serial(),
                REFRESH_SECONDS,
                RETRY_SECONDS,
                EXPIRE_SECONDS,
                timeToLive());
    }

    private Record server(Name owner) {
        return new NSRecord(owner, DClass.IN, timeToLive(), nameServer);
    }

    private long timeToLive() {
        return records.timeToLive().toSeconds();
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException(
                    "records hold only names that DNS can carry: " + text, e);
        }
    }
}
