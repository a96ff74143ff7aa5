package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void keysAreSortedByUtf16CodeUnitsAtEveryDepth() {
        // RFC 8785, 3.2.3: a surrogate pair sorts before U+FB33
        assertThat(canonical("""
                        {"\\u20ac":"Euro","\\r":"CR","\\ufb33":"Dalet","1":{"b":[],"a":{}},"\\ud83d\\ude00":"Grin","\\u0080":"Ctl","\\u00f6":"o"}
                        """))
                .isEqualTo("{\"\\r\":\"CR\",\"1\":{\"a\":{},\"b\":[]},\"\u0080\":\"Ctl\",\"\u00f6\":\"o\","
                        + "\"\u20ac\":\"Euro\",\"\ud83d\ude00\":\"Grin\",\"\ufb33\":\"Dalet\"}");
    }

    @Test
    void onlyWhatJsonDemandsIsEscapedAndInTheShortestForm() {
        // RFC 8785, 3.2.2.2
        assertThat(
                        canonical(
                                "[\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\u007f\\u2028\\u0000\\b\\f\\t\\r\"]"))
                .isEqualTo("[\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\u2028\\u0000\\b\\f\\t\\r\"]");
    }

    @Test
    void wholeNumbersAndWordsArePlain() {
        assertThat(canonical("[0, -0, 10, -9007199254740991, 9007199254740991, true, false, null]"))
                .isEqualTo("[0,0,10,-9007199254740991,9007199254740991,true,false,null]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[9007199254740992]", "[-9007199254740992]", "[1.5]", "[1e3]", "[\"\\ud83d\"]", "[\"\\ude00x\"]"
            })
    void whatHasNoCanonicalFormHereIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> canonical(json));
    }

    private static String canonical(String json) {
        return CanonicalJson.write(JSON.readTree(json));
    }
}
