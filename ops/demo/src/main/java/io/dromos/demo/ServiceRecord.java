package io.dromos.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Finds a task's host and port through the SRV record of one name server, as Mesos-DNS names it:
/// `mongodb.marathon.mesos` is asked for as `_mongodb._tcp.marathon.mesos`. This is how a task that
/// runs as a plain command finds another one whose port was chosen by the scheduler.
final class ServiceRecord implements Locator {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LABELS_AFTER_TASK = 2;

    private final Endpoint server;
    private final String service;

    /// Asks `server` for the service of the task `host`, for example `mongodb.marathon.mesos`.
    ServiceRecord(Endpoint server, String host) {
        this.server = server;
        this.service = serviceName(host);
    }

    /// `{task}.{framework}.mesos` as a service: `_{task}._tcp.{framework}.mesos`. The task's name
    /// may have dots of its own (`mongo.db.prod` for `/prod/db/mongo`).
    static String serviceName(String host) {
        List<String> labels = List.of(host.split("\\."));
        int task = labels.size() - LABELS_AFTER_TASK;
        if (task < 1 || labels.contains("")) {
            throw new IllegalArgumentException(
                    "'" + host + "' is not of the form <task>.<framework>.mesos");
        }
        return "_"
                + String.join(".", labels.subList(0, task))
                + "._tcp."
                + String.join(".", labels.subList(task, labels.size()));
    }

    @Override
    public Endpoint locate() throws IOException {
        var address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new IOException("the name server " + server + " has no address itself");
        }
        Resolver resolver = new SimpleResolver(address);
        resolver.setTimeout(PATIENCE);
        Message answer = ask(resolver, absolute(service), Type.SRV);
        SRVRecord record =
                answer.getSection(Section.ANSWER).stream()
                        .filter(SRVRecord.class::isInstance)
                        .map(SRVRecord.class::cast)
                        .min(Comparator.comparingInt(SRVRecord::getPriority))
                        .orElseThrow(
                                () -> new IOException(service + " has no SRV record at " + server));
        return new Endpoint(address(resolver, answer, record.getTarget()), record.getPort());
    }

    private String address(Resolver resolver, Message answer, Name target) throws IOException {
        for (Record extra : answer.getSection(Section.ADDITIONAL)) {
            if (extra instanceof ARecord a && a.getName().equals(target)) {
                return text(a.getAddress());
            }
        }
        for (Record found : ask(resolver, target, Type.A).getSection(Section.ANSWER)) {
            if (found instanceof ARecord a) {
                return text(a.getAddress());
            }
        }
        throw new IOException(target + " has no address at " + server);
    }

    private static Message ask(Resolver resolver, Name name, int type) throws IOException {
        Message answer = resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new IOException(name + ": " + Rcode.string(answer.getRcode()));
        }
        return answer;
    }

    private static Name absolute(String name) throws TextParseException {
        return Name.fromString(name, Name.root);
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }
}
