"""The control words of .rtf that a reader of its text must know. Source: RTF 1.9.1."""

APART = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable", "listoverridetable"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("footnote", "annotation", "themedata", "datastore", "fldinst", "xe", "tc", "generator"),
        *("nonshppict", "bkmkstart", "bkmkend", "filetbl", "revtbl", "rsidtbl"),
    )
)
SHOWN = frozenset({"shpinst", "shptxt", "listtext", "pntext"})  # though marked as to be skipped
SIGNS = {
    "tab": "\t", "line": "\n", "par": "\n", "sect": "\n", "page": "\n", "bullet": "•", "endash": "–",
    "emdash": "—", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ",
    "enspace": " ",
}  # fmt: skip
ESCAPED = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
CHARSETS = {163: "cp1258", 238: "cp1250", 204: "cp1251", 128: "cp932", 134: "gbk", 129: "cp949"}
