"""The project management office's engine: schedules, loads, status and reports from Excel workbooks."""

__version__ = "0.1.0"
