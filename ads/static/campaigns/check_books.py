"""Recompute the chain of the open books. Run: python3 check_books.py books.csv"""

import csv
import hashlib
import pathlib
import sys

COLUMNS = ["day", "charged", "charged_cents", "credited", "credited_cents", "refused"]

days, cents, last = 0, 0, "0" * 64
with pathlib.Path(sys.argv[1]).open(newline="", encoding="utf-8") as books:
    for row in csv.DictReader(books):
        line = ",".join(row[name] for name in COLUMNS)
        last = hashlib.sha256(f"{last}\n{line}".encode()).hexdigest()
        if last != row["hash"]:
            sys.exit(f"The line of {row['day']} is not what it was when the day was closed.")
        days, cents = days + 1, cents + int(row["charged_cents"]) - int(row["credited_cents"])

print(f"{days} days hold together; {cents} cents were charged in all. The last hash is")
print(last)
