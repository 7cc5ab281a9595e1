"""What people write themselves to schedule a workbook: pandas reads it, networkx orders it, openpyxl writes it.

    python peer_refresh.py WORKBOOK

Finish-to-start links only, Monday to Friday. Exit status 4: networkx is not installed.
"""

from __future__ import annotations

import sys
from datetime import date

import openpyxl
import pandas as pd

try:
    import networkx
except ImportError:
    print("networkx is not installed", file=sys.stderr)
    raise SystemExit(4) from None

HEADER = 4


def main(path: str) -> None:
    """Early and late dates and float of every task, written into the sheet."""
    frame = pd.read_excel(path, sheet_name="Schedule", header=HEADER - 1, engine="openpyxl").dropna(subset=["Task ID"])
    start = pd.read_excel(path, sheet_name="Charter", header=HEADER - 1, engine="openpyxl").set_index("Field")["Value"][
        "Planned Start"
    ]
    graph = networkx.DiGraph()
    for _, row in frame.iterrows():
        graph.add_node(int(row["Task ID"]), duration=int(row["Duration (wd)"]))
        if pd.notna(row["Predecessors"]):
            graph.add_edge(int(row["Predecessors"]), int(row["Task ID"]))
    early: dict[int, int] = {}
    late: dict[int, int] = {}
    order = list(networkx.topological_sort(graph))
    for task in order:
        early[task] = max((early[one] + graph.nodes[one]["duration"] for one in graph.predecessors(task)), default=0)
    end = max(early[task] + graph.nodes[task]["duration"] for task in order)
    for task in reversed(order):
        late[task] = min((late[one] for one in graph.successors(task)), default=end) - graph.nodes[task]["duration"]
    days = pd.bdate_range(start, periods=end + 1)
    book = openpyxl.load_workbook(path)
    sheet = book["Schedule"]
    columns = {cell.value: cell.column for cell in sheet[HEADER]}
    for line in range(HEADER + 1, sheet.max_row + 1):
        ident = sheet.cell(line, columns["Task ID"]).value
        if ident is None:
            continue
        task = int(ident)
        begin, length = early[task], graph.nodes[task]["duration"]
        written: dict[str, date | int] = {
            "Start": days[begin].to_pydatetime(),
            "Finish": days[begin + length - 1].to_pydatetime(),
            "Total Float": late[task] - begin,
        }
        for header, value in written.items():
            if header in columns:
                sheet.cell(line, columns[header]).value = value
    book.save(path)


main(sys.argv[1])
