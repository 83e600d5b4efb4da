"""Times that follow a series on each kind of calendar, as pandas.date_range gives them.

python3 calendars.py FOLDER (needs pandas and tzdata) writes calendars.json. A case is the name of a
frequency, a zone or null, times of a series of which some are missing, and the times that follow.
Without a zone times are local; with a zone they are instants of UTC.
"""

import json
import pathlib
import random
import sys

import pandas as pd

NEXT = 5
RULES = [
    ("10s", "2024-01-01 00:00:03"),
    ("500ms", "2024-02-29 23:59:58.250"),
    ("1min", "2023-12-31 23:50"),
    ("15min", "2024-02-28 21:05"),
    ("30min", "2023-06-30 15:30"),
    ("h", "2024-02-28 18:30"),
    ("6h", "2023-12-30 05:00"),
    ("D", "2024-02-20"),
    ("D", "2023-12-20 05:00"),
    ("2D", "2023-01-02"),
    ("3D", "2023-12-01"),
    ("28D", "2021-01-05"),
    ("W-SUN", "2020-01-05"),
    ("W-MON", "2022-12-05"),
    ("W-WED", "2023-02-01 12:00"),
    ("2W-FRI", "2023-01-06"),
    ("B", "2022-12-01"),
    ("B", "2024-02-01 16:00"),
    ("ME", "2022-06-30"),
    ("ME", "2019-01-31 23:59:59"),
    ("MS", "2019-06-01"),
    ("2MS", "2015-02-01"),
    ("QE-DEC", "2012-03-31"),
    ("QE-FEB", "2012-02-29"),
    ("QS-JAN", "2012-04-01"),
    ("QS-FEB", "2011-05-01"),
    ("YE-DEC", "1990-12-31"),
    ("YE-FEB", "1991-02-28"),
    ("YE-JUN", "1991-06-30"),
    ("YS-JAN", "1895-01-01"),
    ("YS-APR", "1991-04-01"),
]
# Twenty steps on, clocks have been set forward, or back; in Sao Paulo at midnight.
ZONED = [
    ("America/New_York", "D", "2024-02-25"),
    ("America/New_York", "h", "2024-03-09 11:00"),
    ("America/New_York", "15min", "2023-11-05 00:15"),
    ("America/New_York", "B", "2023-10-09"),
    ("Europe/Berlin", "D", "2023-10-12"),
    ("Europe/Berlin", "h", "2023-10-28 09:30"),
    ("Europe/Berlin", "ME", "2021-06-30"),
    ("Australia/Sydney", "D", "2024-03-20"),
    ("Australia/Sydney", "W-SUN", "2023-06-04"),
    ("Pacific/Auckland", "D", "2023-09-08"),
    ("Pacific/Auckland", "h", "2024-04-06 08:00"),
    ("America/Sao_Paulo", "D", "2018-10-18"),
    ("Asia/Kolkata", "D", "2023-12-15"),
    ("UTC", "QE-DEC", "2012-03-31"),
]


def gaps(times, random_numbers):
    """Leaves the first and the last times; of the others about one in six goes."""
    return [
        t
        for i, t in enumerate(times)
        if i < 3 or i >= len(times) - 2 or random_numbers.random() > 1 / 6
    ]


def case(name, zone, times, random_numbers):
    text = [t.isoformat() for t in times]
    past = gaps(text[:-NEXT], random_numbers)
    return {"frequency": name, "zone": zone, "times": past, "next": text[-NEXT:]}


def instants(name, zone, start, count):
    if name in ("h", "15min"):
        first = pd.Timestamp(start).tz_localize(zone).tz_convert("UTC")
        return pd.date_range(first, periods=count, freq=name).tz_localize(None)
    local = pd.date_range(start, periods=count, freq=name)
    zoned = local.tz_localize(zone, nonexistent="shift_forward", ambiguous=[True] * count)
    return zoned.tz_convert("UTC").tz_localize(None)


def main(folder):
    numbers = random.Random(7)
    cases = []
    for name, start in RULES:
        for length in (14, 24):
            times = pd.date_range(start, periods=length + NEXT, freq=name)
            cases.append(case(name, None, times, numbers))
    for zone, name, start in ZONED:
        cases.append(case(name, zone, instants(name, zone, start, 20 + NEXT), numbers))
    lines = ",\n".join("  " + json.dumps(c) for c in cases)
    text = '{"pandas": ' + json.dumps(pd.__version__) + ', "cases": [\n' + lines + "\n]}\n"
    pathlib.Path(folder, "calendars.json").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
