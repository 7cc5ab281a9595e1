"""The settings of a workbook."""

from pmo_excel.core.headers import Grid
from pmo_excel.core.problems import Code
from pmo_excel.core.reading import read
from pmo_excel.governance.settings import SETTINGS, setting_values
from pmo_excel.governance.tables import Settings


def _settings(*rows: tuple[str, object]) -> Settings:
    table, problems = read(Settings, Grid("Settings", ["Setting", "Value"], rows))
    assert problems == []
    return table


def test_without_a_sheet_every_setting_has_its_default() -> None:
    values, problems = setting_values()
    assert problems == []
    assert values == {s.header: s.default for s in SETTINGS}
    assert values["Time tolerance"] == 10


def test_a_typed_value_counts_and_an_empty_one_means_the_default() -> None:
    values, problems = setting_values(
        _settings(("time tolerance", 15), ("Amber trigger", None), ("Constraints", "links"))
    )
    assert (values["Time tolerance"], values["Amber trigger"], values["Constraints"]) == (15, 0.5, "Links first")
    assert problems == []


def test_a_value_that_cannot_be_read_gives_one_problem_and_the_default() -> None:
    values, problems = setting_values(_settings(("Time tolerance", 15), ("Cost tolerance", "a little")))
    assert values["Cost tolerance"] == 0.1
    assert [(p.code, p.cell.ref) for p in problems] == [(Code.NOT_A_NUMBER, "B3")]
    assert "0.1" in problems[0].message


def test_a_value_beyond_its_limits_is_refused() -> None:
    values, problems = setting_values(_settings(("Amber trigger", 1.2)))
    assert values["Amber trigger"] == 0.5
    assert [p.code for p in problems] == [Code.OUT_OF_RANGE]


def test_every_setting_says_what_it_means_and_has_a_default() -> None:
    assert all(s.help.endswith(".") and s.default is not None for s in SETTINGS)
    assert len({s.header.casefold() for s in SETTINGS}) == len(SETTINGS)
