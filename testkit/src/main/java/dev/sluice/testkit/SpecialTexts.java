package dev.sluice.testkit;

import java.util.List;
import java.util.stream.Stream;

/** Texts that break careless quoting, splitting, padding or decoding. */
final class SpecialTexts {
    static final List<String> SHORT = List.of(
            "",
            " ",
            "  x  ",
            "\t",
            "\n",
            "\r\n",
            "\\",
            "\\N",
            "\\.",
            "\\\\.",
            "a\\tb",
            "NULL",
            "null",
            "'",
            "''",
            "\"",
            "\"\"",
            ",",
            "{}",
            "(,)",
            "$1 ? :x ${y} @table",
            "--",
            "/*",
            "İıŞş",
            "ß",
            "数据集成",
            "😀👩‍👩‍👧",
            "e\u0301",
            "\u05d0\u202e\u05d1",
            "\ufeffx",
            "\u0001\u007f\u0085\u00a0\u2028",
            "\uffff",
            new String(Character.toChars(0x10ffff)));

    private SpecialTexts() {}

    static String[] literals(String... more) {
        return Stream.concat(Stream.concat(Stream.of("null"), SHORT.stream().map(Quoted::literal)), Stream.of(more))
                .toArray(String[]::new);
    }
}
