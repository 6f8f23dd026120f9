"""Writes strftime.json: what Python's time.strftime makes of each moment. The tests read the JSON and need no Python.

Run it after adding a case:  python3 test/lib/make-strftime-expectations.py
The committed file was made by Python 3.11 on glibc 2.36.
"""

import calendar
import json
import os
import pathlib
import random
import time

# All of C89, then those of C99 and glibc that lib/strftime.ts has, too.
DIRECTIVES = "aAbBcdHIjmMpSUwWxXyYZ%" + "CDeFgGhnrRtTuVz" + "klPs"
FORMATS = ["%Y-%m-%d %X", "%Y %m %d", "", "text", "%%Y", "100%%", "%%%Y%%", "一%Y年%m月%d日😀", "%H%M%S", "\t%A,\n%B", " %I:%M %p ", "\x1b[31m%d"]

# Zones whose rules have not changed for years, so that Node and the machine know the same ones.
ZONES = ["UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland", "America/St_Johns"]


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    return calendar.timegm((year, month, day, hour, minute, second))


dice = random.Random(9)
days_round_new_year = [utc(year, 1, 1) + day * 86_400 + 45_000 for year in range(2000, 2028) for day in (-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7)]
leap_days = [utc(year, month, day, 23, 59, 59) for year in (1972, 1999, 2000, 2024, 2025, 2096, 2100) for month, day in ((2, 28), (3, 1), (12, 31))]
leap_days += [utc(year, 2, 29) for year in (1972, 2000, 2024, 2096)]
hours = [utc(2026, 11, 22, hour, minute, second) for hour in range(24) for minute, second in ((0, 0), (59, 59))]
months = [utc(2026, month, 9, 3, 4, 5) for month in range(1, 13)]
far = [utc(1901, 12, 14), utc(1969, 12, 31, 23, 59, 59), 0, 1, utc(2038, 1, 19, 3, 14, 8), utc(2050, 7, 1), utc(2199, 1, 1), utc(9999, 6, 1)]
anywhere = [dice.randrange(utc(1970, 1, 1), utc(2100, 1, 1)) for _ in range(100)]


def changes() -> list[int]:
    """The last second before each change of the zone's offset from 1985 to 2045, and the first after it."""
    found = []
    for day in range(utc(1985, 1, 1), utc(2045, 1, 1), 86_400):
        low, high = day, day + 86_400
        if time.localtime(low).tm_gmtoff == time.localtime(high).tm_gmtoff:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            same = time.localtime(middle).tm_gmtoff == time.localtime(low).tm_gmtoff
            low, high = (middle, high) if same else (low, middle)
        found += [low, high]
    return dice.sample(found, min(len(found), 30))


table = []
for zone in ZONES:
    os.environ["TZ"] = zone
    time.tzset()
    moments = [*days_round_new_year, *leap_days, *hours, *months] if zone == "UTC" else dice.sample(days_round_new_year, 12)
    moments += far + anywhere[:: 1 if zone == "UTC" else 5] + changes()
    line = "|".join("%" + letter for letter in DIRECTIVES)
    table.append(
        {
            "zone": zone,
            # Seconds since 1970, then what each directive gives.
            "moments": [f"{second}|{time.strftime(line, time.localtime(second))}" for second in moments],
            "formats": {text: time.strftime(text, time.localtime(moments[7])) for text in FORMATS},
            "formatsAt": moments[7],
        }
    )

target = pathlib.Path(__file__).with_name("strftime.json")
target.write_text(json.dumps({"directives": DIRECTIVES, "zones": table}, indent=2) + "\n", encoding="ascii")
print(sum(len(row["moments"]) for row in table), "moments,", len(DIRECTIVES), "directives")
