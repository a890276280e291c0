package io.dromos.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromos.agent.node.policy.Permission;
import io.dromos.checks.tidy.Repository.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the command line says twice, since it speaks to server and agent as a stranger, agrees with
/// what these do.
final class MirrorsTest {

    /// A field of an application as the readers of its document ask for it.
    private static final Pattern ASKED = Pattern.compile("\\bapp\\s*\\.\\w+\\(\\s*\"(\\w+)\"");

    @Test
    void the_rights_that_may_be_allowed_are_those_the_agent_knows() throws Exception {
        var rights = String.valueOf(constant("io.dromos.cli.local.AgentWords", "RIGHTS"));
        assertThat(rights.split(", "))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Permission.values()).map(Permission::flag).toList());
    }

    @Test
    void every_field_of_an_application_that_the_server_reads_is_known_to_the_command_line()
            throws Exception {
        var known = (Set<?>) constant("io.dromos.cli.document.Fields", "KNOWN");
        var asked = asked();
        assertThat(asked).hasSizeGreaterThan(25).contains("cmd", "fetch", "tty");
        assertThat(asked).allMatch(known::contains);
    }

    private static Set<String> asked() throws IOException, InterruptedException {
        var asked = new TreeSet<String>();
        for (var source : Repository.sources())
            if (isReader(source))
                ASKED.matcher(source.text()).results().forEach(found -> asked.add(found.group(1)));
        return asked;
    }

    private static boolean isReader(Source source) {
        return source.path().matches("ops/json/src/main/.*/(PatchReader|OldFormats|Refusals).java");
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        var field = Class.forName(type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
