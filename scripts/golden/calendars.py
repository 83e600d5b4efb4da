"""Times that follow a series on each kind of calendar, as pandas.date_range gives them.

python3 calendars.py FOLDER (needs pandas and tzdata) writes calendars.json. A case is the name of a
frequency, a zone or null, holidays, times of a series of which some are missing, and the times that
follow.
Without a zone times are local; with a zone they are instants of UTC.
"""

import json
import pathlib
import random
import sys

import pandas as pd

NEXT = 5
# Steps of one length; each is counted from random times, so that it has any phase.
FIXED = (
    "500ms 7s 10s 30s 1min 5min 15min 20min 30min 90min h 2h 6h 8h 12h D 2D 3D 5D 10D 28D 30D 45D"
).split()
DAYS = "MON TUE WED THU FRI SAT SUN".split()
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
CALENDAR = (
    ["W-" + day for day in DAYS]
    + ["2W-FRI", "4W-TUE", "B", "ME", "MS", "2ME", "2MS", "4MS", "6ME", "2QE-DEC", "2YE-DEC", "5YS-JAN"]
    + ["QE-" + month for month in ("DEC", "JAN", "FEB")]
    + ["QS-" + month for month in ("JAN", "FEB", "MAR")]
    + ["YE-" + month for month in MONTHS]
    + ["YS-" + month for month in MONTHS]
)
# Starts before a leap day, the end of a leap year and of another one, and a century's.
STARTS = ["2024-02-20", "2023-12-20", "2020-12-25", "1999-12-28", "2100-02-18", "1995-02-10"]
# At a day of each month, which pandas counts from the start; the last where a month has it not.
MONTH_DAYS = [("P1M", 1, 15), ("P1M", 1, 28), ("P1M", 1, 29), ("P1M", 1, 30), ("P1M", 1, 31)]
MONTH_DAYS += [("P3M", 3, 15), ("P3M", 3, 30), ("P1Y", 12, 29), ("P1Y", 12, 14), ("P6M", 6, 31)]
HOLIDAYS = "2023-12-25 2023-12-26 2024-01-01 2024-01-15 2024-02-19 2024-03-29 2024-05-27".split()
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
# Zones of both hemispheres, and a time at which a day begins some ten days before clocks change.
CHANGES = [
    ("America/New_York", ["2024-02-28", "2023-10-25"]),
    ("America/Los_Angeles", ["2025-02-26", "2024-10-22"]),
    ("Europe/Berlin", ["2024-03-20", "2023-10-18"]),
    ("Europe/London", ["2024-03-20", "2023-10-18"]),
    ("Australia/Sydney", ["2023-09-20", "2024-03-27"]),
    ("Australia/Lord_Howe", ["2023-09-20", "2024-03-27"]),
    ("Pacific/Auckland", ["2023-09-14", "2024-03-27"]),
    ("America/Santiago", ["2023-08-24", "2024-03-27"]),
    ("Asia/Kathmandu", ["2024-02-20", "2023-12-25"]),
]
ELAPSED = ("h", "15min", "6h")


def gaps(times, random_numbers):
    """Leaves the first and the last times; of the others one in six goes, or a run of some."""
    if random_numbers.random() < 1 / 3:
        first = random_numbers.randrange(3, len(times) - 6)
        return times[:first] + times[first + random_numbers.randrange(1, 5) :]
    return [
        t
        for i, t in enumerate(times)
        if i < 3 or i >= len(times) - 2 or random_numbers.random() > 1 / 6
    ]


def case(name, zone, times, random_numbers, holidays=()):
    text = [t.isoformat() for t in times]
    past = gaps(text[:-NEXT], random_numbers)
    return {
        "frequency": name,
        "zone": zone,
        "holidays": list(holidays),
        "times": past,
        "next": text[-NEXT:],
    }


def instants(name, zone, start, count):
    if name in ELAPSED:
        first = pd.Timestamp(start).tz_localize(zone).tz_convert("UTC")
        return pd.date_range(first, periods=count, freq=name).tz_localize(None)
    local = pd.date_range(start, periods=count, freq=name)
    zoned = local.tz_localize(zone, nonexistent="shift_forward", ambiguous=[True] * count)
    return zoned.tz_convert("UTC").tz_localize(None)


def phase(name, numbers):
    """A time within the day; whole days are counted at midnight or at another hour."""
    if name in FIXED[: FIXED.index("D")]:
        return pd.Timedelta(milliseconds=250 * numbers.randrange(86_400 * 4))
    return pd.Timedelta(minutes=numbers.choice([0, 0, 5, 720, 1439]))


def local(numbers):
    for name in FIXED + CALENDAR:
        for length in (14, 24):
            start = pd.Timestamp(numbers.choice(STARTS)) + phase(name, numbers)
            start += pd.Timedelta(days=numbers.randrange(7))
            times = pd.date_range(start, periods=length + NEXT, freq=name)
            yield case(name, None, times, numbers)
    for name, months, day in MONTH_DAYS:
        # January and March have all days; the leap year's 29 February is a year's own day.
        month = 2 if name == "P1Y" and day == 29 else 1 + 2 * numbers.randrange(2)
        start = pd.Timestamp(year=2016, month=month, day=day)
        times = [start + pd.DateOffset(months=months * k) for k in range(20 + NEXT)]
        yield case(name, None, times, numbers)
    days = pd.offsets.CustomBusinessDay(holidays=HOLIDAYS)
    for start in ("2023-12-11", "2024-01-22", "2024-05-01"):
        times = pd.date_range(start, periods=24 + NEXT, freq=days)
        yield case("B", None, times, numbers, HOLIDAYS)


def zoned(numbers):
    for zone, name, start in ZONED:
        yield case(name, zone, instants(name, zone, start, 20 + NEXT), numbers)
    for zone, starts in CHANGES:
        for start in starts:
            for name in ("D", "W-WED", "B"):
                yield case(name, zone, instants(name, zone, start, 20 + NEXT), numbers)
            for name, days in (("h", 9), ("15min", 10), ("6h", 6)):
                later = pd.Timestamp(start) + pd.Timedelta(days=days, hours=18)
                yield case(name, zone, instants(name, zone, later, 24 + NEXT), numbers)


def main(folder):
    numbers = random.Random(7)
    cases = list(local(numbers)) + list(zoned(numbers))
    lines = ",\n".join("  " + json.dumps(c) for c in cases)
    text = '{"pandas": ' + json.dumps(pd.__version__) + ', "cases": [\n' + lines + "\n]}\n"
    pathlib.Path(folder, "calendars.json").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
