"""Findings that need more than a cell's value: formulas unlike their neighbours', links, fills, hidden rows, names."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pmo_excel.core import cells
from pmo_excel.core.columns import Type
from pmo_excel.core.person_names import may_be, same_name
from pmo_excel.core.problems import Cell, Code, Fix, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.workbook.fills import fills, rag_colour
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.painted import painted
from pmo_excel.workbook.places import Place
from pmo_excel.workbook.refs import cell_ref, column_number
from pmo_excel.workbook.sheet_facts import Formula, SheetFacts

FORMULAS: Final = 3
"""Formulas in a column that make a typed value among them the odd one."""
ODD: Final = 0.25
"""The share of a column up to which cells that differ from the others are odd ones; more are another way of working."""


def cell_findings(place: Place, table: Table, facts: SheetFacts) -> Iterator[Problem]:
    """Findings of one table laid out as rows."""
    yield from _hidden(place, table, facts)
    for name in table.origin.letters:
        rows = list(table.origin.rows)
        at = column_number(table.origin.letters[name])
        here = {row: facts.formulas[row, at] for row in rows if (row, at) in facts.formulas}
        yield from _linked(table, name, here, facts)
        if len(here) >= FORMULAS:
            yield from _odd(table, name, at, here, facts)
        if columns(type(table))[name].type is Type.RAG:
            yield from _coloured(table, name, at, facts)
            yield from _painted(table, name, at, facts)


def _hidden(place: Place, table: Table, facts: SheetFacts) -> Iterator[Problem]:
    rows = [row for row in table.origin.rows if row in facts.hidden_rows]
    own = set(table.origin.letters.values())
    letters = sorted(own & facts.hidden_columns, key=column_number)
    said = []
    if rows:
        said.append(f"{len(rows)} of {len(table.origin.rows)} rows hidden")
    if letters:
        said.append(f"columns hidden: {', '.join(letters)}")
    if facts.filtered:
        said.append("a filter is on")
    if facts.sheet.state != "visible" and not place.table:
        said.append("the sheet itself hidden")
    if said:
        text = f"{', '.join(said)}; all of it is read all the same"
        yield Problem(Code.HIDDEN_ROWS, text, Cell(place.sheet), "Unhide it to see what counts.", Severity.INFO)


def _linked(table: Table, name: str, here: Mapping[int, Formula], facts: SheetFacts) -> Iterator[Problem]:
    linked = [row for row, formula in here.items() if formula.link is not None]
    if not linked:
        return
    number = here[linked[0]].link
    names = linked_files(facts.package)
    file = names[number - 1] if number and number <= len(names) else "another workbook"
    count = "the value comes" if len(linked) == 1 else f"{len(linked)} values of the column come"
    text = f"{count} from {file}, as it was when this workbook was last calculated{_saved(facts.package)}"
    fix = "Open both in Excel and update the links, or type the value."
    yield Problem(Code.EXTERNAL_LINK, text, _cell(table, name, linked[0]), fix, Severity.MEDIUM)


def _odd(table: Table, name: str, at: int, here: Mapping[int, Formula], facts: SheetFacts) -> Iterator[Problem]:
    """Typed values among formulas, and formulas that are not their neighbours' copied down."""
    values = getattr(table, name)
    rows = list(table.origin.rows)
    typed = [row for i, row in enumerate(rows) if row not in here and (_filled(values[i]) or i in table.wrong(name))]
    told = [row for row, formula in here.items() if formula.text]
    anchor = rows[0]
    forms = {row: here[row].moved(cell_ref(row, at), cell_ref(anchor, at)) for row in told}
    usual, count = Counter(forms.values()).most_common(1)[0] if forms else ("", 0)
    drifted = [row for row in told if forms[row] != usual] if usual and count >= FORMULAS else []
    odd = sorted([*typed, *drifted])
    if not odd or len(odd) > max(1, ODD * (len(here) + len(typed))):
        return
    for row in odd:
        there = Formula(usual, True, False).moved(cell_ref(anchor, at), cell_ref(row, at)) if usual else ""
        expected = f"; its neighbours' formula here would be ={there}" if there else ""
        what = "a typed value stands among formulas"
        if row not in typed:
            what = f"the formula ={here[row].text} is unlike the others of its column"
        fix = "Copy the formula of the cell above or below, or leave it if it is meant."
        yield Problem(Code.ODD_FORMULA, f"{what}{expected}", _cell(table, name, row), fix, Severity.MEDIUM)


def _coloured(table: Table, name: str, at: int, facts: SheetFacts) -> Iterator[Problem]:
    values = getattr(table, name).tolist()
    empty = [row for i, row in enumerate(table.origin.rows) if values[i] is None and i not in table.wrong(name)]
    letters = [rag_colour(rgb) if rgb else None for rgb in (fills(facts.package) if empty else [])]
    if not any(letters):
        return
    for row in empty:
        style = facts.style(row, at)
        letter = letters[style] if style is not None and style < len(letters) else None
        if letter:
            word = {"R": "red", "A": "amber", "G": "green"}[letter]
            text = f"the cell is filled {word} and holds no letter; a colour alone is not read"
            fix = Fix(None, letter)
            cell = _cell(table, name, row)
            yield Problem(Code.COLOUR_ONLY, text, cell, f"Is {letter} meant? Then type it.", Severity.MEDIUM, fix)


def _painted(table: Table, name: str, at: int, facts: SheetFacts) -> Iterator[Problem]:
    """Empty cells that a rule may paint: whether it does is known to Excel only, so it is said once and not guessed."""
    values = getattr(table, name).tolist()
    empty = [row for i, row in enumerate(table.origin.rows) if values[i] is None and i not in table.wrong(name)]
    rules = list(painted(facts)) if empty else []
    here = {row: {rule.letter for rule in rules if rule.ref.holds(row, at)} for row in empty}
    rows = [row for row in empty if here[row]]
    if rows:
        letters = ", ".join(letter for letter in "RAG" if any(letter in here[row] for row in rows))
        text = f"a conditional format may colour {len(rows)} empty cells ({letters}); a colour alone is not read"
        yield Problem(
            Code.COLOUR_ONLY, text, _cell(table, name, rows[0]), "Type R, A or G into the cells.", Severity.INFO
        )


def aliases(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Names of people that may be a shorter spelling of one other name; each once, where it is first."""
    where: dict[str, tuple[str, Cell]] = {}
    for table in tables.values():
        for name, column in columns(type(table)).items():
            if column.type is not Type.PERSON or not column.typed or declaration(type(table)).rows_from:
                continue
            for row, person in enumerate(getattr(table, name).tolist()):
                if person and table.has(name):
                    where.setdefault(same_name(person), (person, table.cell(name, row)))
    yield from alias_problems(where)


def alias_problems(where: Mapping[str, tuple[str, Cell]]) -> Iterator[Problem]:
    """The finding of each name that may be another; `where`: spelling and place of each, by its compared form."""
    for person, cell in where.values():
        others = [other for other, _ in where.values() if may_be(person, other)]
        if others:
            text = f"{person!r} may be {' or '.join(others)}"
            fix = Fix(person, others[0]) if len(others) == 1 else None
            say = "If it is the same person, write the name the same way everywhere."
            yield Problem(Code.POSSIBLE_ALIAS, text, cell, say, Severity.LOW, fix)


def linked_files(package: Package) -> list[str]:
    """The names of the workbooks that formulas read, in the order of their numbers; never opened."""
    root = package.tree(package.workbook_part)
    parts = {relation.id: relation.target for relation in package.relations(package.workbook_part)}
    found = []
    for element in root.iterfind("{*}externalReferences/{*}externalReference"):
        part = next((parts[str(value)] for value in element.values() if str(value) in parts), "")
        folder, base = posixpath.split(part)
        links = package.archive.find(posixpath.join(folder, "_rels", f"{base}.rels")) if part else None
        target = package.tree(links).find("{*}Relationship") if links else None
        said = (target.get("Target") or "") if target is not None else ""
        found.append(posixpath.basename(said.replace("\\", "/")).replace("%20", " ") or "another workbook")
    return found


def _saved(package: Package) -> str:
    part = package.archive.find("docProps/core.xml")
    modified = package.tree(part).find("{*}modified") if part else None
    day = (modified.text or "")[:10] if modified is not None else ""
    return f", not after {day}" if day else ""


def _cell(table: Table, name: str, row: int) -> Cell:
    return table.cell(name, list(table.origin.rows).index(row))


def _filled(value: Any) -> bool:
    return not (value is None or value != value) and cells.clean(value) is not None


def uncalculated(package: Package, facts: SheetFacts) -> Sequence[tuple[int, int]]:
    """The cells of a sheet whose formula was never calculated.

    Without a result in the file; or with the 0 that XlsxWriter writes for all of them. It marks its files by
    the calculation engine 124519 and by asking for a full calculation (XlsxWriter's documentation, Working with
    Formulas, Formula Results).
    """
    formulas = facts.formulas
    without = [place for place, formula in formulas.items() if not formula.cached]
    calculation = package.tree(package.workbook_part).find("{*}calcPr")
    placeholder = (
        calculation is not None
        and calculation.get("calcId") == "124519"
        and calculation.get("fullCalcOnLoad") in ("1", "true")
        and bool(formulas)
        and all(formula.zero for formula in formulas.values() if formula.cached)
    )
    return list(formulas) if placeholder else without
