"""Writes configparser.json: what Python's configparser makes of each text. The tests read the JSON and need no Python.

Run it after adding a case:  python3 test/lib/ini/make-expectations.py && npx biome format --write test/lib/ini
The committed file was made by Python 3.11.
"""

import base64
import configparser
import io
import json
import pathlib
import random

CASES: list[tuple[str, bytes]] = []


def case(name: str, text: str | bytes) -> None:
    CASES.append((name, text if isinstance(text, bytes) else text.encode()))


COURSE = (
    "[DEFAULT]\nuser_timeout = 1000\n\n[egon]\npassword = 123\nmoney = 10000000\n\n"
    "[alex]\npassword = alex3714\nmoney=10000000000\n\n[yuanhao]\npassword = ysb123\nmoney=10\n"
)
case("the course's own file", COURSE)
case("the course's own file with CRLF", COURSE.replace("\n", "\r\n"))
case("the course's own file with CR", COURSE.replace("\n", "\r"))
case("the course's own file with a byte order mark", "\ufeff" + COURSE)
case("the course's own file without its last line break", COURSE.rstrip())

for name, text in {
    "empty": "",
    "only white space": " \n\t\n",
    "only comments": "# a\n; b\n  # c\n",
    "only a byte order mark": "\ufeff",
    "two byte order marks": "\ufeff\ufeff[s]\na=1\n",
    "byte order mark inside": "[s]\na=1\n\ufeff[t]\nb=2\n",
    "byte order mark before a comment": "\ufeff# c\n[s]\na=1\n",
    "mixed line breaks": "[s]\r\na=1\nb=2\rc=3\r\n\r[t]\r\rd=4",
    "CR CR LF": "[s]\na=1\r\r\nb=2\n",
    "no header": "a=1\n",
    "no header, late": "# c\n\n\na=1\n[s]\n",
    "no header, indented": "  a=1\n[s]\nb=2\n",
    "no header, no delimiter": "abc\n",
    "empty section": "[s]\n",
    "two empty sections": "[s]\n[t]\n",
    "section twice": "[s]\na=1\n[s]\nb=2\n",
    "section twice, empty": "[s]\n[s]\n",
    "DEFAULT twice": "[DEFAULT]\na=1\n[s]\n[DEFAULT]\nb=2\n",
    "DEFAULT twice, same key": "[DEFAULT]\na=1\n[s]\n[DEFAULT]\na=2\n",
    "DEFAULT last": "[s]\nb=2\n[DEFAULT]\na=1\n",
    "DEFAULT overridden": "[DEFAULT]\na=1\nb=1\n[s]\na=2\n[t]\n",
    "DEFAULT overridden with nothing": "[DEFAULT]\na=1\n[s]\na=\n",
    "default in lower case is a section": "[default]\na=1\n[s]\nb=2\n",
    "DEFAULT with spaces is a section": "[ DEFAULT ]\na=1\n[s]\nb=2\n",
    "section names keep their case": "[s]\na=1\n[S]\na=2\n",
    "section name with spaces": "[ a b ]\nx=1\n",
    "section name with dots": "[a.b]\nx=1\n[a]\ny=2\n",
    "section name with a backslash": "[a\\.b]\nx=1\n",
    "section name in quotes": "['null']\nx=1\n[\"a\"]\ny=2\n",
    "section name with a delimiter": "[a=b]\nx=1\n[c:d]\ny=2\n",
    "section name in Chinese": "[元昊]\n密码=一二三\n",
    "section name __proto__": "[__proto__]\na=1\n[s]\nb=2\n",
    "section name a.__proto__": "[DEFAULT]\nevil=1\n[a.__proto__]\nx=1\n",
    "section names of Object": "[constructor]\na=1\n[toString]\nb=2\n[hasOwnProperty]\nc=3\n",
    "section names like numbers": "[2]\na=1\n[1]\na=2\n[01]\na=3\n",
    "section name of brackets": "[]]\na=1\n[[x]\nb=2\n[[y]]\nc=3\n",
    "empty section name": "[s]\n[]\n",
    "empty section name with a value": "[s]\n[]=1\n",
    "empty section name first": "[]\na=1\n",
    "unclosed section": "[s]\na=1\n[t\nb=2\n",
    "unclosed section first": "[s\na=1\n",
    "unclosed section with a delimiter": "[s]\na=1\n[t=1\nb=2\n",
    "comment after a header": "[s] ; x\na=1\n[t]#y\nb=2\n",
    "comment with a bracket after a header": "[s] ; see [t]\na=1\n",
    "text after a header": "[s] x\na=1\n",
    "option after a header": "[s] a=1\nb=2\n",
    "equals after a header": "[s]=1\nb=2\n",
    "indented header": "  [s]\n  a=1\n",
    "header indented under its option": "[s]\na=1\n  [t]\nb=2\n",
    "header indented under a header": "[s]\n  [t]\nb=2\n",
    "header after an indented option": "[s]\n  a=1\n [t]\nb=2\n",
    "header with white space after it": "[s]  \t\na=1\n",
    "key twice": "[s]\na=1\na=2\n",
    "key twice in another case": "[s]\na=1\nA=2\n",
    "key twice, with blanks": "[s]\na=1\n a =2\n",
    "same key in two sections": "[s]\na=1\n[t]\na=2\n",
    "key without a delimiter": "[s]\npassword\n",
    "key without a delimiter, between": "[s]\na=1\npassword\nb=2\n",
    "key without a delimiter, twice": "[s]\nx\ny\n[t]\nz\n",
    "key without a delimiter, then a duplicate": "[s]\nx\na=1\na=2\n",
    "empty key": "[s]\n=1\n",
    "empty key with a colon": "[s]\n : 1\n",
    "empty key twice": "[s]\n=1\n=2\n",
    "only a delimiter": "[s]\n=\n",
    "keys are lower-cased": "[s]\nPassWord=AbC\nÄÖ=1\nΣΑΣ=2\nİ=3\n",
    "keys with dots, blanks and brackets": "[s]\na.b=1\na b = 2\na[]=3\na[]x=4\n",
    "key __proto__": "[s]\n__proto__=1\n[DEFAULT]\n__proto__=2\n[t]\n",
    "keys of Object": "[s]\nconstructor=1\ntostring=2\n",
    "key in quotes": "[s]\n'null'=x\n\"true\"=y\n",
    "key like a number": "[s]\n2=a\n1=b\n",
    "key named k0 in a section named s0": "[s0]\nk0=x\n[s1]\nk1=y\n",
    "key with a comment sign inside": "[s]\na#b=1\na;b=2\n",
    "colon first": "[s]\na:b=c\n",
    "equals first": "[s]\na=b:c\n",
    "comment signs in front": "[s]\n#a=1\n;b=2\n  #c=3\nd=4\n",
    "comment between lines of a value": "[s]\na=1\n  2\n# c\n  3\n",
    "indented comment between lines of a value": "[s]\na=1\n  # c\n  3\n",
    "comment at once after the key": "[s]\na=\n# c\n  3\n",
    "value on the next line": "[s]\na=\n  1\n",
    "value on the line after an empty one": "[s]\na=\n\n  1\n",
    "value over lines": "[s]\na=1\n  2\n   3\n 4\nb=5\n",
    "value over lines, tab": "[s]\na=1\n\t2\n",
    "value over lines, key indented": "[s]\n  a=1\n   2\n  b=3\n",
    "value over lines, not deeper": "[s]\n  a=1\n  2=3\n",
    "value over lines, less deep": "[s]\n    a=1\n  b=3\n",
    "value over lines with a delimiter": "[s]\na=1\n  b=2\n",
    "value over lines with an empty line": "[s]\na=1\n\n  2\nb=3\n",
    "value over lines with blanks": "[s]\na=1\n    \n  2  \n\n\n",
    "value over lines in the last line": "[s]\na=1\n  2",
    "empty lines after a value": "[s]\na=1\n\n\n\nb=2\n",
    "empty lines after an empty value": "[s]\na=\n\n\nb=2\n",
    "continuation after a header": "[s]\n  a=1\n",
    "continuation after a bad line": "[s]\na=1\nbad\n  more\n",
    "continuation after an empty key": "[s]\n=1\n  more\n",
    "continuation with CRLF": "[s]\r\na=1\r\n  2\r\n\r\n  3\r\n",
    "continuation indented with U+3000": "[s]\na=1\n\u30002\n",
    "continuation indented with U+00A0": "[s]\na=1\n\u00a02\n",
    "continuation indented with U+001F": "[s]\na=1\n\x1f2\n",
    "continuation indented with U+FEFF": "[s]\na=1\n\ufeff2=3\n",
    "no interpolation": "[s]\na=%\nb=%(a)s\nc=%%\nd=${a}\n",
    "NUL": "[s]\na=1\x002\n",
    "NUL in a comment": "[s]\n# \x00\na=1\n",
    "not UTF-8": b"[s]\na=\xff\n",
    "not UTF-8 in a comment": b"# \xe9\n[s]\na=1\n",
    "GBK": "[元昊]\na=1\n".encode("gbk"),
    "UTF-16": "[s]\na=1\n".encode("utf-16"),
    "half a surrogate pair": b"[s]\na=\xed\xa0\x80\n",
    "cut short in a character": "[s]\na=一".encode()[:-1],
}.items():
    case(name, text)

VALUES = [
    "123", "abc;def", "abc#def", "abc ; def", "abc # def", ";abc", "#abc", "a=b", "=a", "a:b", ":a", "= :", "'123456'",
    '"123456"', "'", '"', "it's", "true", "false", "null", "'true'", '"null"', "yes", "50%", "%(x)s", "%", "a b  c",
    "a\tb", "\\", "\\n", "\\;", "a\\", "[x]", "[x", "x]", "{}", '{"a":1}', "[1,2]", "1e3", "007", "中文密码", "１２", "😀👨‍👩‍👧",
    "e\u0301", "a\u2028b", "a\u2029b", "\u2028", "a\x85b", "a\x0bb", "a\x0cb", "a\x1cb", "\x1fa\x1f", "\u3000a\u3000",
    "\u00a0a\u00a0", "\ufeffa\ufeff", "\u200ba\u200b", "\x1b[31mred", "\x07", "\x7f", "__proto__", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
]
for value in VALUES:
    case(f"value {value!a}", f"[s]\npassword = {value}\nnext: 1\n")
for value in VALUES[::4]:
    case(f"value {value!a} without blanks", f"[s]\npassword={value}\n")
    case(f"value {value!a} after a colon", f"[s]\npassword:{value}  \n[t]\n")
    case(f"value {value!a} inherited", f"[DEFAULT]\npassword = {value}\n[s]\na=1\n[t]\npassword=own\n")
    case(f"value {value!a} on a second line", f"[s]\npassword = 1\n   {value}\nb = 2\n")

SPACES = [chr(c) for c in range(0x110000) if chr(c).isspace() and chr(c) not in "\r\n"]
case("every white space at the ends of a value", "[s]\n" + "".join(f"k{ord(c):x}={c}v{c}\n" for c in SPACES))
case("every white space around a key", "[s]\n" + "".join(f"k{ord(c):x}{c}=v\n" for c in SPACES))
case("every white space alone on a line", "[s]\na=1\n" + "".join(f"{c}\n" for c in SPACES) + " 2\n")

PIECES = [
    "[s]", "[t]", "[DEFAULT]", "[a.b]", "[]", "[", "]", "a=1", "b = 2", "A:3", "c=", "=", ":", "key", " ", "  ", "\t", "\u3000", "#", ";",
    "# c", "  ; c", "value", "'q'", "\n", "\n", "\n", "\n", "\n  ", "\n ", "\r\n", "\r", "\n\n", "\n[u]\n", "\nd=4", "\ne = 5\n",
]
dice = random.Random(8)
for number in range(120):
    case(f"random {number}", "[r]\n" * dice.randint(0, 1) + "".join(dice.choices(PIECES, k=dice.randint(2, 14))))


def expectation(data: bytes) -> dict[str, object]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=None))
    except (configparser.Error, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None)
        if isinstance(error, configparser.ParsingError) and line is None:
            line = error.errors[0][0]
        return {"error": type(error).__name__, "line": line}
    sections = [[name, [list(item) for item in parser.items(name)]] for name in parser.sections()]
    return {"defaults": [list(item) for item in parser.defaults().items()], "sections": sections}


def text_or_bytes(data: bytes) -> dict[str, str]:
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


cases = [{"name": name, **text_or_bytes(data), **expectation(data)} for name, data in CASES]
target = pathlib.Path(__file__).with_name("configparser.json")
target.write_text(json.dumps(cases, indent=2) + "\n", encoding="ascii")
print(f"{len(cases)} cases, {sum('error' in c for c in cases)} of them errors")
