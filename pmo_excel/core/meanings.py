# ruff: noqa: E501 -- each sentence is one string
"""What each problem code means, with an example: the source of `docs/problems.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from pmo_excel.core.problems import Code


class Meaning(NamedTuple):
    """A code in words: what it says, an example as it is printed, and what follows from it."""

    what: str
    example: str


MEANINGS: Final[Mapping[Code, Meaning]] = {
    Code.NOT_A_DATE: Meaning(
        "The cell of a date column holds something that is no date.",
        "Schedule!Actual Start row 9: 'TBC' is not a date.",
    ),
    Code.AMBIGUOUS_DATE: Meaning(
        "A date as text whose day may be its month, and no other cell of the column tells. It is not guessed.",
        "'04/03/2026' may be 4 of month 3 or 3 of month 4.",
    ),
    Code.DATE_ORDER: Meaning(
        "A date as text that was read because other dates of its column show which is the day and which the month.",
        "'03/04/2026' was read as 03-Apr-2026, for other dates of the column show the order of day and month.",
    ),
    Code.NOT_A_NUMBER: Meaning(
        "The cell of a number column holds something that is no number; or (Low) a number typed as text, which was read.",
        "Budget!Budget row 7: 'ask Ana' is not a number.",
    ),
    Code.AMBIGUOUS_NUMBER: Meaning(
        "A number whose mark may group thousands or begin a fraction, or a 1 among whole percents. It is not guessed.",
        "'1.200' may be 1200 or 1.2.",
    ),
    Code.OUT_OF_RANGE: Meaning(
        "A number outside of what the column allows; or (Medium) a percentage typed as a whole number, which was read.",
        "Risks!Probability (1-5) row 6: 7 is not between 1 and 5.",
    ),
    Code.NOT_A_CHOICE: Meaning(
        "A word that is not in the column's list.", "Issues!Severity row 5: 'Urgent' is not in the list."
    ),
    Code.NOT_YES_OR_NO: Meaning("Neither Yes nor No.", "Stakeholders!Urgency row 8: 'maybe' is neither Yes nor No."),
    Code.CELL_ERROR: Meaning(
        "The cell shows one of Excel's error values.", "Schedule!% Complete row 12: the cell shows #REF!."
    ),
    Code.NOT_CALCULATED: Meaning(
        "A formula whose result is not in the file, as some programs write it. Its value is unknown; it is never taken for 0.",
        "Schedule!Duration row 9: the cell holds a formula that was never calculated.",
    ),
    Code.ODD_FORMULA: Meaning(
        "One cell of a column of formulas holds a typed value, or a formula unlike its neighbours'. The value is used.",
        "Plan!Finish row 9: 30-Apr-2026 was typed among formulas; here its neighbours' would be =D9+E9.",
    ),
    Code.EXTERNAL_LINK: Meaning(
        "A formula takes its value from another workbook. The value of the last calculation is used; it may be old.",
        "Budget!Actual row 7: the value comes from rates.xlsx, as it was when this workbook was last calculated.",
    ),
    Code.COLOUR_ONLY: Meaning(
        "An empty status cell with a coloured fill. Colours are no data here: the letter is asked for.",
        "Risks!RAG row 5: the cell is filled green and holds no letter.",
    ),
    Code.POSSIBLE_ALIAS: Meaning("Two spellings of what may be one person's name.", "'J. Smith' may be Jane Smith."),
    Code.PATTERN: Meaning(
        "The text is not written as the column expects. It is kept and used.",
        "Charter!Project ID row 5: 'Office' is not written as this column expects.",
    ),
    Code.MISSING_TABLE: Meaning(
        "A sheet that a computation needs is not in the workbook; what it computes was left as it is.",
        "the sheet 'Schedule' is missing.",
    ),
    Code.MISSING_COLUMN: Meaning(
        "A column that must be there is not; the message lists the headers that were found.",
        "the column 'Predecessors' is missing; found 'ID', 'Task'.",
    ),
    Code.MISSING_VALUE: Meaning(
        "A cell that must be filled in is empty.", "Risks!Risk Owner row 6: the cell is empty."
    ),
    Code.DUPLICATE_COLUMN: Meaning(
        "Two columns have the same header; the first is used.", "the column 'Task ID' is there twice."
    ),
    Code.HEADER_GUESSED: Meaning(
        "A header that is not known but very like one that is. It is used for that column, and the mapping is a question until it is answered with `pmo map`.",
        "the header 'Projct Manager' was taken for Project Manager (96 % alike).",
    ),
    Code.NOT_RECOGNISED: Meaning(
        "A sheet that looks like a table of a project but lacks what identifies its rows, a second sheet like one that was found, or a workbook in which nothing was found.",
        "no plan or register was recognised in the workbook; its sheets are Sheet1.",
    ),
    Code.MERGED_CELLS: Meaning(
        "Merged cells over several rows of a table; their value is used in each of the rows. The file stays as it is.",
        "the value of A5:A10 is used in each of its rows.",
    ),
    Code.ROW_LEFT_OUT: Meaning(
        "A row inside of a table that is none of its records: a total, a banner, units under the headers, headers printed again, a note below.",
        "the row 'Total' is a total and is not counted.",
    ),
    Code.HIDDEN_ROWS: Meaning(
        "Hidden rows or columns, or a filter that is on. They are read all the same.",
        "3 rows are hidden, and a filter is on; they are read all the same.",
    ),
    Code.DUPLICATE_KEY: Meaning(
        "Two rows have the same ID. Both are kept; links to that ID are not followed.",
        "Schedule!Task ID row 9: '7' is used in rows 9 and 14.",
    ),
    Code.TYPED_IN_COMPUTED: Meaning(
        "Somebody typed over a computed cell. What was typed is kept; clear the cell to have it computed again.",
        "Schedule!Finish row 8: 30-Apr-26 was typed over a computed cell and is kept; computed is 05-May-26.",
    ),
    Code.LEFTOVER: Meaning(
        "A row holds nothing typed any more, but computed cells are left in it.",
        "Schedule!Start row 20: clear or delete the row.",
    ),
    Code.NO_ROOM: Meaning(
        "A table needs more rows and cannot grow where it stands; nothing was written.",
        "Findings!A65: table tblFindings cannot grow: there are values below it.",
    ),
    Code.PREDECESSOR_TEXT: Meaning(
        "A piece of a predecessors cell cannot be read; the task has no dates until it can.",
        "Schedule!Predecessors row 7: '3FS+2dd' is not a predecessor.",
    ),
    Code.UNKNOWN_TASK: Meaning(
        "A predecessor names a task that is not there.", "Schedule!Predecessors row 7: no task has the ID '99'."
    ),
    Code.AMBIGUOUS_TASK: Meaning("A predecessor names an ID that several tasks have.", "2 tasks have the ID '7'."),
    Code.LOOP: Meaning(
        "Tasks wait for each other in a circle: they, and what depends on them, have no dates; the others do.",
        "Loop: 3 Select supplier → 6 Fit-out → 3. Remove one link.",
    ),
    Code.SELF_LINK: Meaning(
        "A task is its own predecessor.", "Schedule!Predecessors row 7: the task is its own predecessor."
    ),
    Code.SUMMARY_LINK: Meaning(
        "A link between a summary and one of its own tasks.", "1.2 is linked to its own summary 1."
    ),
    Code.NEGATIVE_DURATION: Meaning(
        "A duration below zero.", "Schedule!Duration (wd) row 6: -5 is a negative duration."
    ),
    Code.DURATION_TEXT: Meaning(
        "A duration that cannot be read.", "Schedule!Duration (wd) row 6: 'soon' is not a duration."
    ),
    Code.DURATION_RANGE: Meaning(
        "The most likely duration lies outside of its range.",
        "'10 (12-18)': the most likely duration lies outside of its range.",
    ),
    Code.MISSING_DURATION: Meaning(
        "A task without a duration.", "Schedule!Duration (wd) row 6: the task has no duration."
    ),
    Code.UNKNOWN_CALENDAR: Meaning(
        "A calendar's name that is not on the Calendars sheet.", "no calendar is called 'Nights'."
    ),
    Code.NO_WORKING_TIME: Meaning(
        "A calendar, or a person between two dates, without a working hour.", "the calendar 'X' has no working hours."
    ),
    Code.CONSTRAINT_DATE: Meaning("A constraint without its date.", "'Start no earlier than' needs a date."),
    Code.CONSTRAINT_BROKEN: Meaning(
        "A date that must be kept and is not.", "10 Move weekend finishes after its Finish no later than date."
    ),
    Code.DEADLINE_MISSED: Meaning(
        "A finish after its deadline. Deadlines move no date.",
        "10 Move weekend finishes 12-May-26, after its deadline 08-May-26.",
    ),
    Code.PROGRESS: Meaning(
        "Progress that contradicts itself: finished but not complete, started after the status date.",
        "an actual finish needs 100 % complete.",
    ),
    Code.OUT_OF_SEQUENCE: Meaning(
        "A task started before what it depends on allowed.", "6 Fit-out started before 3 Select supplier finished."
    ),
    Code.NOT_CARRIED: Meaning(
        "Something in an imported file that is not used here.", "task 7: overtime work is not carried over."
    ),
    Code.DEPENDS_ON_ERROR: Meaning(
        "A result that rests on a cell with a problem, and so is empty.",
        "the assignment has no dates: task '7' has none that are computed.",
    ),
    Code.NO_START: Meaning("The plan has no start.", "the project has no start, and no task has a date to start from."),
    Code.UNKNOWN_RESOURCE: Meaning(
        "A resource's ID that is not on the Resources sheet.", "no resource has the ID 'R-09'."
    ),
    Code.OVERALLOCATED: Meaning(
        "Somebody is booked for more than there is, and leveling could not put it right.",
        "12 Cabling: Stays although Ana Keller has no time for it on 07-Apr-26: it cannot move far enough.",
    ),
    Code.OPTIMUM: Meaning(
        "How far a leveled plan may be from the best there is, or why that cannot be told.",
        "on the grid of whole working days no plan is better: 43 working days to the finish is proven to be the least.",
    ),
    Code.UNDEFINED: Meaning(
        "A measure that has no value: the cell is empty, never 0 and never #DIV/0!.", "AC is 0, so CPI has no value."
    ),
    Code.DEFAULT_USED: Meaning(
        "Nothing was given, so something was assumed.",
        "no start is given; the earliest typed date, 02-Mar-26, is taken.",
    ),
    Code.OVERRIDE: Meaning(
        "A reported colour that differs from the computed one. Both are shown while it counts; without a reason, for too long or past its day it does not.",
        "Status!Override Reason row 13: G is reported, R is computed (a watermelon); refused: no reason of at least 20 characters is given.",
    ),
    Code.AUDIT_CHAIN: Meaning(
        "A line of the audit log that does not fit the checksum of the lines above it.",
        "Audit!Chain Hash row 12: this line of the audit log was altered, or a line above it was removed or moved.",
    ),
    Code.ROLE: Meaning(
        "Somebody whose role, as the Settings give it, may not do this.",
        "jdoe has the role Viewer, which may not publish; Project Manager or PMO Coordinator may.",
    ),
    Code.FAVOURABLE: Meaning(
        "A variance that is better than its baseline by more than the tolerance: a question, and no fault.",
        "Time is better than its baseline by more than the tolerance.",
    ),
    Code.EARNED_VALUE: Meaning(
        "Money that is outside of earned value or of the cash flow, or a way of earning that hides how the work stands.",
        "7 has a budget and is in no baseline, so it is not in PV, EV and BAC.",
    ),
    Code.DRAWDOWN: Meaning(
        "Contingency that is drawn without an approved change, or beyond what there is; an approved budget that is not base budget and contingency.",
        "Budget!Contingency Drawn row 8: 2,000.00 is drawn from contingency without a change.",
    ),
    Code.COST_CODE: Meaning(
        "A line of a finance extract that no budget line is for, or that cannot be counted.",
        "row 12 of ledger.csv: no budget line has the cost code '4410-999' (1,250.00).",
    ),
    Code.SIMULATED: Meaning(
        "A value comes from a simulation, and is only so exact; the same seed gives the same value again.",
        "P80 is from 100,000 draws: ± 410 with 95 % confidence.",
    ),
    Code.RACI: Meaning(
        "A row of the RACI chart without exactly one A or without an R, or a role that carries too much or is nobody's.",
        "RACI!Activity / Deliverable row 7: 'Cabling' has 2 A: Sponsor, Team.",
    ),
    Code.EXPECTATION: Meaning(
        "A promise that nothing in the workbook can be compared with, or that was changed after it was recorded.",
        "Expectations!Promised Date row 5: EX-01 was promised for 12-May-26; 20-May-26 replaces it without a new row.",
    ),
    Code.CHANGE_LINE: Meaning(
        "A line of a change that cannot be tried on the plan, or not together with another. The change is not simulated.",
        "Change Lines!Field row 7: 'Colour' is no field of a change.",
    ),
    Code.CHANGE_STATE: Meaning(
        "A state of a change without what must come before it, or a move between states that is not allowed.",
        "CR-004 is Implemented, and its decision is empty, not Approve.",
    ),
    Code.CHANGE_BUDGET: Meaning(
        "A change that costs more than is left of the money set aside for changes.",
        "CR-007 costs 8,000, and 7,500 of the change budget of 20,000 are left.",
    ),
    Code.ARGUMENT: Meaning(
        "A call with an argument that is missing, unknown or unreadable.",
        "CPI has no argument 'ev'. It takes earned_value, actual_cost.",
    ),
    Code.UNKNOWN_FUNCTION: Meaning("No function has that name.", "no function is called 'SPIT'. Did you mean SPI?"),
    Code.FILE: Meaning(
        "A file that is not there, or not what its name says.", "plan.xlsx is damaged: the zip directory is missing."
    ),
    Code.FILE_LOCKED: Meaning(
        "A file that somebody else has open.", "plan.xlsx is open in Excel (Ana). Close it there, and try again."
    ),
    Code.FILE_REFUSED: Meaning(
        "Something that cannot be written safely; the file was left as it was.",
        "plan.xlsx carries a digital signature.",
    ),
    Code.WRITTEN: Meaning(
        "The cell was written as asked, and there is something to know about it: its sheet is protected, a formula went, a query fills it again, or others see it at once.",
        "Plan!D7 held the formula =B7*2, which is gone.",
    ),
    Code.DUPLICATE_VERSION: Meaning(
        "Several files of one project in a folder; the one with the newest status date counts.",
        "Plan v3.xlsx is an earlier version of PRJ-014; Plan v3_final.xlsx has the newest status date.",
    ),
    Code.OLDER_TEMPLATE: Meaning(
        "The workbook was made with an earlier template and lacks sheets or columns of the newest, or with a newer one.",
        "the workbook was made with an earlier template: the newest has 1 more column (Lessons.Apply To).",
    ),
    Code.STALE: Meaning(
        "The status date is older than the setting Data age limit allows. What is shown is grey until it is updated.",
        "the status date 27-Feb-2026 is 9 days old, over the limit of 7: stale, grey.",
    ),
    Code.REVIEW_OVERDUE: Meaning(
        "The day of a deliverable's next review has passed.",
        "the review of P-01 Network plan was due on 03-Mar-26, 12 days ago.",
    ),
    Code.GATE: Meaning(
        "A gate's outcome that its checklist does not allow, decisions out of order, or a condition without a date or an owner, or overdue.",
        "G2 Plan cannot be Go: Business case is not in place.",
    ),
    Code.APPROVAL_LAPSED: Meaning(
        "What was approved has been changed since. It counts as not approved until it is approved again.",
        "version 1 of Charter, approved by Helen Marsh on 02-Mar-26, has lapsed: Objectives changed since.",
    ),
    Code.NO_OWNER: Meaning(
        "Something that waits for somebody, and nobody is named.",
        "nobody is named who delivers D-001 Network rack.",
    ),
    Code.DEPENDENCY_CONFLICT: Meaning(
        "What one project waits for is promised later than it is needed, or only one of two projects lists it.",
        "D-001 Network rack is promised for 20-May-26, 6 working days after 12-May-26, when it is needed.",
    ),
    Code.SHAREPOINT: Meaning(
        "The site did not do what was asked; the message says what a person can do.", "the site wants a sign-in."
    ),
    Code.CONFLICT: Meaning(
        "A value that was changed both in the workbook and on the site since the last publish; neither is overwritten.",
        "Risks R-003, Owner: changed on both sides.",
    ),
    Code.REFUSED_BY_SITE: Meaning(
        "A row or file that the site does not take.", "the file name holds a character that SharePoint does not allow."
    ),
    Code.BROKEN_LINK: Meaning(
        "A link that leads to nothing on the site, or to something that may not be read; told by `pmo check --links`.",
        "https://contoso.sharepoint.com/sites/pmo/PMO Documents/Plan.pdf leads to nothing on the site.",
    ),
}
"""Every code that something reports."""
