"""What MPXJ reads in a Microsoft Project file, as JSON on standard output; run as a program, as it starts Java.

Usage: python mpxj_reading.py PLAN.xml COPY.xml; MPXJ writes what it read to the copy, too.
"""

import json
import sys

import jpype
import jpype.imports
import mpxj  # noqa: F401 -- adds its classes to Java's path

SCHEMA = {
    "PROJECT": "Project",
    "TASK": "Project$Tasks$Task",
    "RESOURCE": "Project$Resources$Resource",
    "ASSIGNMENT": "Project$Assignments$Assignment",
    "CALENDAR": "Project$Calendars$Calendar",
    "LINK": "Project$Tasks$Task$PredecessorLink",
}


def order(name):
    """The elements of a type in the order of the schema that MPXJ was generated from."""
    from jakarta.xml.bind.annotation import XmlElement, XmlType
    from java.lang import Class

    made = Class.forName(f"org.mpxj.mspdi.schema.{name}")
    fields = {str(field.getName()): field for field in made.getDeclaredFields()}
    found = []
    for field in made.getAnnotation(XmlType.class_).propOrder():
        element = fields[str(field)].getAnnotation(XmlElement.class_)
        named = None if element is None else str(element.name())
        found.append(str(field) if named in (None, "##default") else named)
    return found


def text(value):
    return None if value is None else str(value)


def task(of):
    return {
        "name": text(of.getName()),
        "start": text(of.getStart()),
        "finish": text(of.getFinish()),
        "duration": text(of.getDuration()),
        "level": int(of.getOutlineLevel()),
        "summary": bool(of.getSummary()),
        "milestone": bool(of.getMilestone()),
        "links": [
            [int(r.getPredecessorTask().getUniqueID()), str(r.getType()), str(r.getLag())] for r in of.getPredecessors()
        ],
        "constraint": text(of.getConstraintType()),
        "constraint_date": text(of.getConstraintDate()),
        "deadline": text(of.getDeadline()),
        "percent": float(of.getPercentageComplete() or 0),
        "actual_start": text(of.getActualStart()),
        "calendar": None if of.getCalendar() is None else text(of.getCalendar().getName()),
        "notes": text(of.getNotes()),
        "baseline_10": text(of.getBaselineStart(10)),
        "baseline_10_cost": None if of.getBaselineCost(10) is None else float(str(of.getBaselineCost(10))),
    }


def main():
    from org.mpxj.mspdi import MSPDIWriter
    from org.mpxj.reader import UniversalProjectReader

    project = UniversalProjectReader().read(sys.argv[1])
    MSPDIWriter().write(project, sys.argv[2])
    found = {
        "tasks": {int(of.getUniqueID()): task(of) for of in project.getTasks()},
        "resources": [
            [text(r.getName()), text(r.getType()), text(r.getStandardRate())] for r in project.getResources()
        ],
        "assignments": [
            [
                int(a.getTask().getUniqueID()),
                text(a.getResource().getName()),
                float(str(a.getUnits())),
                text(a.getWork()),
            ]
            for a in project.getResourceAssignments()
        ],
        "holidays": {
            str(c.getName()): [[text(e.getName()), text(e.getFromDate())] for e in c.getCalendarExceptions()]
            for c in project.getCalendars()
        },
        "orders": {ours: order(theirs) for ours, theirs in SCHEMA.items()},
    }
    print(json.dumps(found))


if __name__ == "__main__":
    jpype.startJVM()
    main()
