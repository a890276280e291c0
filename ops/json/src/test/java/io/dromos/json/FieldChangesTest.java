package io.dromos.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldChangesTest {

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("{'a':1,'b':'x'}", "{'a':1,'b':'x'}", ""),
                Arguments.of("{'a':1}", "{'a':2}", "{'field':'/a','before':1,'after':2}"),
                Arguments.of("{'a':1}", "{}", "{'field':'/a','before':1}"),
                Arguments.of("{}", "{'a':null}", "{'field':'/a','after':null}"),
                Arguments.of(
                        "{'a':{'b':1,'c':2}}",
                        "{'a':{'b':1,'c':3}}",
                        "{'field':'/a/c','before':2,'after':3}"),
                Arguments.of(
                        "{'a':['x','y']}",
                        "{'a':['y']}",
                        "{'field':'/a','before':['x','y'],'after':['y']}"),
                Arguments.of(
                        "{'a':[{'b':1},{'b':2}]}",
                        "{'a':[{'b':1},{'b':3}]}",
                        "{'field':'/a/1/b','before':2,'after':3}"),
                Arguments.of(
                        "{'a':[]}",
                        "{'a':[{'b':1}]}",
                        "{'field':'/a','before':[]},{'field':'/a/0/b','after':1}"),
                Arguments.of(
                        "{'labels':{}}",
                        "{'labels':{'a/b~c':'d'}}",
                        "{'field':'/labels','before':{}},{'field':'/labels/a~1b~0c','after':'d'}"),
                Arguments.of(
                        "{'id':'/a','version':'1','versionInfo':{'x':1}}",
                        "{'id':'/b','version':'2'}",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void fields_that_differ_are_named_with_what_they_were_and_are(
            String before, String after, String changes) {
        assertThat(changes(Optional.of(before), Optional.of(after))).isEqualTo(quoted(changes));
    }

    @Test
    void of_a_document_that_is_not_there_no_field_is() {
        assertThat(changes(Optional.empty(), Optional.of("{'a':1}")))
                .isEqualTo(quoted("{'field':'/a','after':1}"));
        assertThat(changes(Optional.empty(), Optional.empty())).isEmpty();
    }

    private static String changes(Optional<String> before, Optional<String> after) {
        var written =
                Fragments.object(out -> FieldChanges.write(out, "it", bytes(before), bytes(after)));
        var text = new String(written, StandardCharsets.UTF_8);
        return text.substring("{'it':[".length(), text.length() - 2);
    }

    private static Optional<byte[]> bytes(Optional<String> document) {
        return document.map(it -> quoted(it).getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
