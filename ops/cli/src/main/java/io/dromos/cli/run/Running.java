package io.dromos.cli.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `up` writes down, so that other commands find it and can tidy up after it.
///
/// @param supervisor the `up` process
/// @param url the REST API
/// @param master the embedded master, `host:port`
/// @param dns where names are answered, `address:port`, the loopback first
/// @param bridgeDns the address at which containers are answered, if they are
/// @param started when `up` began
/// @param ready whether it serves
/// @param partsOfNow how many of the parts are this `up`'s
/// @param parts the processes; agents that only an earlier `up` had stand last
public record Running(
        ProcessMark supervisor,
        String url,
        String master,
        List<String> dns,
        Optional<String> bridgeDns,
        Instant started,
        boolean ready,
        int partsOfNow,
        List<Known> parts) {

    /// Copies what it is given.
    public Running {
        dns = List.copyOf(dns);
        parts = List.copyOf(parts);
    }

    /// A part and its process, if it had one.
    public record Known(Part part, Optional<ProcessMark> process) {

        /// Whether its process runs.
        public boolean isAlive() {
            return process.filter(ProcessMark::isAlive).isPresent();
        }
    }

    /// What to tell those whom the server does not answer.
    ///
    /// @param option what names the data directory on a command line, with a blank in front
    public String absence(String option) {
        return supervisor.isAlive()
                ? "Dromos is starting at %s, or its server is being started again: try again soon"
                        .formatted(url)
                : "Dromos does not run; tasks may, from an earlier start: 'dromos up%s' adopts them, 'dromos down%s' ends them"
                        .formatted(option, option);
    }

    /// How many agents it takes to have all of these again; they are numbered from 1.
    public int agents() {
        return parts.stream()
                .map(known -> known.part().name())
                .filter(name -> name.matches("agent[0-9]{1,3}"))
                .mapToInt(name -> Integer.parseInt(name.substring("agent".length())))
                .max()
                .orElse(0);
    }

    /// The same, with another process for a part.
    Running with(String name, Optional<ProcessMark> process) {
        var changed = new ArrayList<Known>();
        for (var known : parts)
            changed.add(
                    known.part().name().equals(name) ? new Known(known.part(), process) : known);
        return new Running(
                supervisor, url, master, dns, bridgeDns, started, ready, partsOfNow, changed);
    }

    /// The same, serving.
    Running serving() {
        return new Running(
                supervisor, url, master, dns, bridgeDns, started, true, partsOfNow, parts);
    }

    /// The same as a later start should know it: agents that have never served cannot hold tasks,
    /// so that they are what an earlier start says they are, or nothing.
    Running remembering(Set<String> served, Optional<Running> former) {
        var kept = new ArrayList<Known>();
        for (var known : parts) {
            var name = known.part().name();
            boolean isBlank = known.part().kind() == Part.Kind.AGENT && !served.contains(name);
            if (!isBlank) kept.add(known);
            else
                former.stream()
                        .flatMap(it -> it.parts().stream())
                        .filter(it -> it.part().name().equals(name))
                        .map(it -> new Known(it.part(), known.process()))
                        .forEach(kept::add);
        }
        return new Running(
                supervisor, url, master, dns, bridgeDns, started, ready, kept.size(), kept);
    }

    /// The same without processes.
    Running ended() {
        var changed = new ArrayList<Known>();
        for (var known : parts) changed.add(new Known(known.part(), Optional.empty()));
        return new Running(
                supervisor, url, master, dns, bridgeDns, started, false, partsOfNow, changed);
    }
}
