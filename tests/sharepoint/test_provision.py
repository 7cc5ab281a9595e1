"""The plan for lists, columns and views: adds what is missing, and leaves what people have changed."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.report.palette import contrast
from sharepoint.actions import AddField, CreateList
from sharepoint.fields import COLOURS, KEY, Kind, rag_formatter
from sharepoint.provision import (
    AddView,
    ListShape,
    PresentColumn,
    PresentShape,
    PresentView,
    SetField,
    SetList,
    ShowFields,
    provision,
    shapes,
)
from sharepoint.views import READINGS, views_of

ALL = {shape.title: shape for shape in shapes()}
MILESTONES = ALL["Milestones"]


def as_made(shape: ListShape) -> PresentShape:
    """A list just as declared."""
    columns = {
        column.name: PresentColumn(
            column.title,
            column.kind.value,
            shape.is_indexed(column),
            ("EnforceUniqueValues", "TRUE") in column.attributes,
            column.help,
            column.formatter,
        )
        for column in shape.fields
    }
    views = {view.title: PresentView(view.query, view.columns) for view in shape.views}
    first = frozenset(column.name for column in shape.fields if column.in_view)
    return PresentShape(shape.description, True, columns, {"All Items": PresentView("", ()), **views}, first)


def test_on_an_empty_site_every_list_is_made_with_its_key_first() -> None:
    plan = provision(shapes(), {})
    made = [step for step in plan.steps if isinstance(step, CreateList)]
    assert [step.list for step in made] == [
        "Projects",
        "Milestones",
        "Risks",
        "Issues",
        "Actions",
        "PMO Publications",
        "PMO Documents",
    ]
    assert all(step.fields[0] == KEY for step in made[:6])
    assert made[-1].library
    assert not plan.differences


def test_a_list_as_declared_needs_nothing() -> None:
    plan = provision(shapes(), {title: as_made(shape) for title, shape in ALL.items()})
    assert (plan.steps, plan.differences) == ((), ())
    assert plan.lines() == ["nothing to do; 0 differences left"]


def planned(found: PresentShape) -> tuple[list[object], list[str]]:
    plan = provision([MILESTONES], {"Milestones": found})
    return list(plan.steps), [str(difference) for difference in plan.differences]


def without_column(found: PresentShape, name: str, **changed: object) -> PresentShape:
    columns = dict(found.columns)
    if changed:
        columns[name] = replace(columns[name], **changed)  # type: ignore[arg-type]
    else:
        del columns[name]
    return replace(found, columns=columns)


def test_what_is_missing_is_added_one_by_one() -> None:
    made = as_made(MILESTONES)
    ((step,), _) = planned(without_column(made, "PMOTrend"))
    assert isinstance(step, AddField)
    assert step.field.name == "PMOTrend"
    for name, lacking, value in (
        ("PMOKey", "unique", {"EnforceUniqueValues": True}),
        ("PMOForecastDate", "indexed", {"Indexed": True}),
    ):
        ((step,), _) = planned(without_column(made, name, **{lacking: False}))
        assert isinstance(step, SetField)
        assert (step.field.name, step.values) == (name, value)
    ((step,), _) = planned(without_column(made, "PMOMilestoneRAG", formatter=""))
    assert isinstance(step, SetField)
    assert step.values == {"CustomFormatter": rag_formatter()}
    ((step,), _) = planned(replace(made, versioning=False, description=""))
    assert isinstance(step, SetList)
    assert set(step.values) == {"EnableVersioning", "Description"}
    ((step,), _) = planned(replace(made, first_view=frozenset({"Title"})))
    assert isinstance(step, ShowFields)
    assert planned(replace(made, first_view=frozenset({"PMOOwner"}))) == ([], [])  # a person chose what to see
    views = {title: view for title, view in made.views.items() if title != "Overdue"}
    ((step,), _) = planned(replace(made, views=views))
    assert isinstance(step, AddView)
    assert step.view.title == "Overdue"


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("PMOOwner", {"title": "Accountable"}, "the title of the column Owner is 'Accountable'"),
        ("PMOBaselineDate", {"kind": "Text"}, "the kind of the column Baseline Date is Text"),
        ("PMOOwner", {"description": "Ask Jo."}, "the description of the column Owner is 'Ask Jo.'"),
        ("PMOMilestoneRAG", {"formatter": '{"elmType": "span"}'}, "the format of the column Milestone RAG"),
    ],
)
def test_what_a_person_changed_is_told_and_left(name: str, changed: dict[str, object], said: str) -> None:
    steps, differences = planned(without_column(as_made(MILESTONES), name, **changed))
    assert steps == []
    (told,) = differences
    assert said in told
    assert "left as it is" in told


def test_a_view_that_a_person_changed_is_told_and_left() -> None:
    made = as_made(MILESTONES)
    overdue = made.views["Overdue"]
    respelled = overdue.query.replace("'", '"').replace("/>", " />").replace("><", ">\n  <")
    assert planned(replace(made, views=made.views | {"OVERDUE": PresentView(respelled, overdue.columns)}))[1] == []
    changed = PresentView("<OrderBy><FieldRef Name='Title'/></OrderBy>", ("Title",))
    steps, differences = planned(replace(made, views=made.views | {"Overdue": changed}))
    assert steps == []
    assert [difference.split(" is ")[0] for difference in differences] == [
        "Milestones: the query of the view Overdue",
        "Milestones: the columns of the view Overdue",
    ]


@given(st.sets(st.sampled_from([column.name for column in MILESTONES.fields])), st.booleans())
def test_any_part_that_is_missing_is_planned_and_nothing_else(gone: set[str], own: bool) -> None:
    """What people have added, a column and a view of their own, is in no step."""
    made = as_made(MILESTONES)
    columns = {name: column for name, column in made.columns.items() if name not in gone}
    extra = {"Theirs": PresentColumn("Theirs", "Text")} if own else {}
    plan = provision([MILESTONES], {"Milestones": replace(made, columns=columns | extra)})
    assert {step.field.name for step in plan.steps if isinstance(step, AddField)} == gone
    assert {step.field.name for step in plan.steps if isinstance(step, SetField)} == gone & MILESTONES.indexed
    assert not plan.differences


def test_every_declared_reading_names_columns_of_its_list() -> None:
    for title, reading in READINGS.items():
        names = {column.name for column in ALL[title].fields} | {"Title"}
        for view in ALL[title].views:
            assert set(view.columns) <= names, (title, view.title)
            assert set(re.findall(r"FieldRef Name='([^']+)'", view.query)) <= names, (title, view.title)
        assert reading.due
        kinds = {column.header: column for column in ALL[title].fields}
        assert kinds[reading.due].kind is Kind.DATE
        assert not reading.status or set(reading.settled) <= set(kinds[reading.status].choices)


def test_a_list_of_somebody_else_has_no_views() -> None:
    from tests.sharepoint.publishing import RISKS

    assert views_of(RISKS) == ()


def test_a_rag_cell_shows_letter_and_colour_that_can_be_read() -> None:
    """The format is evaluated by hand for each letter: nested if(), the first that matches.

    Source: WCAG 2.2, 1.4.3, a contrast of at least 4.5.
    """
    style = json.loads(rag_formatter())["style"]
    assert json.loads(rag_formatter())["txtContent"] == "@currentField"
    for letter, colour in COLOURS.items():
        assert _chosen(style["background-color"], letter) == colour
        assert contrast(colour.upper(), _chosen(style["color"], letter).upper()) >= 4.5, letter
    assert (_chosen(style["background-color"], "new"), _chosen(style["color"], "new")) == ("transparent", "#000000")


def _chosen(expression: str, value: str) -> str:
    """What an expression of nested ifs gives for a value."""
    cases = dict(re.findall(r"@currentField=='([^']+)','([^']+)'", expression))
    last = re.search(r"'([^']+)'\)+$", expression)
    assert last is not None
    return str(cases.get(value, last[1]))
