"""The components that LibreOffice loads: the worksheet functions, and the commands of menu, toolbar and buttons."""

import threading

import uno
import unohelper
from com.sun.star.lang import IllegalArgumentException, Locale, XLocalizable, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, ResultEvent, XAddIn, XCompatibilityNames, XVolatileResult
from com.sun.star.task import XJobExecutor
from org.pmo.calc import XPmo
from pmo_calc import desk
from pmo_calc.functions import FUNCTIONS, PATIENCE, WAITING, ArgumentsError, Functions, zero_day

ADD_IN = "org.pmo.calc.PmoAddin"
JOB = "org.pmo.calc.Job"
ADD_IN_SERVICES = ("com.sun.star.sheet.AddIn", ADD_IN)
CALLS = Functions()
LATER = {}
"""The object that each call of a slow function was given: a cell that got another would ask again, without end."""


class Later(unohelper.Base, XVolatileResult):
    """The value of a slow function: #WAIT until it is there."""

    def __init__(self, compute):
        self.value, self.listeners, self.lock = WAITING, [], threading.Lock()
        self.done = threading.Event()
        threading.Thread(target=self._run, args=(compute,), daemon=True).start()
        self.done.wait(PATIENCE)

    def _run(self, compute):
        value = compute()
        if isinstance(value, tuple):
            value = uno.Any("[][]any", value)  # else it would be a row of rows, which no cell can show
        with self.lock:
            self.value = value
            listeners = list(self.listeners)
            self.done.set()
        for listener in listeners:
            listener.modified(_event(self, value))

    def addResultListener(self, listener):
        with self.lock:
            self.listeners.append(listener)
            value = self.value
        listener.modified(_event(self, value))

    def removeResultListener(self, listener):
        with self.lock:
            if listener in self.listeners:
                self.listeners.remove(listener)


def _event(source, value):
    event = ResultEvent()
    event.Source, event.Value = source, value
    return event


class PmoAddin(unohelper.Base, XPmo, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo, XLocalizable):
    """Every function of the catalogue; the methods of XPmo are added below, one for each."""

    def __init__(self, context):
        self.context = context
        self.locale = Locale("en", "US", "")

    def getProgrammaticFuntionName(self, shown):  # spelled so in UNO
        return next((method for method, told in FUNCTIONS.items() if told["shown"] == shown), "")

    def getDisplayFunctionName(self, method):
        return FUNCTIONS.get(method, {}).get("shown", "")

    def getFunctionDescription(self, method):
        return FUNCTIONS.get(method, {}).get("help", "")

    def getDisplayArgumentName(self, method, at):
        return _argument(method, at)[1]

    def getArgumentDescription(self, method, at):
        return _argument(method, at)[2]

    def getCompatibilityNames(self, method):
        shown = self.getDisplayFunctionName(method)
        return (LocalizedName(Locale("en", "US", ""), shown.replace(".", "_")),) if shown else ()

    def getProgrammaticCategoryName(self, method):
        return "Add-In"

    def getDisplayCategoryName(self, method):
        return "PMO"

    def getServiceName(self):
        return ADD_IN

    def getImplementationName(self):
        return ADD_IN

    def supportsService(self, name):
        return name in ADD_IN_SERVICES

    def getSupportedServiceNames(self):
        return ADD_IN_SERVICES

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale


def _argument(method, at):
    arguments = FUNCTIONS.get(method, {}).get("arguments", [])
    return arguments[at] if at < len(arguments) else ("", "", "", False)


def _quick(method):
    def function(self, *given):
        try:
            return CALLS.answer(method, given[:-1], zero_day(given[-1]))
        except ArgumentsError as error:
            raise IllegalArgumentException(str(error), self, 0) from error

    return function


def _slow(method):
    def function(self, *given):
        zero = zero_day(given[-1])
        key = CALLS.key(method, given[:-1], zero)

        def compute():
            try:
                return CALLS.answer(method, given[:-1], zero)
            except ArgumentsError:
                return None  # shown as #N/A: a value that comes later cannot be an exception

        if CALLS.known(key) is not None and CALLS.said is not None:
            compute()
        if key not in LATER or (LATER[key].done.is_set() and CALLS.known(key) is None):
            LATER[key] = Later(compute)
        return LATER[key]

    return function


for _name, _told in FUNCTIONS.items():
    setattr(PmoAddin, _name, (_slow if _told["slow"] else _quick)(_name))


class Job(unohelper.Base, XJobExecutor, XServiceInfo):
    """The commands, by the address service:org.pmo.calc.Job?refresh."""

    def __init__(self, context):
        self.context = context

    def trigger(self, word):
        desk.run(self.context, word, CALLS)

    def getImplementationName(self):
        return JOB

    def supportsService(self, name):
        return name == JOB

    def getSupportedServiceNames(self):
        return (JOB,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(PmoAddin, ADD_IN, ADD_IN_SERVICES)
g_ImplementationHelper.addImplementation(Job, JOB, (JOB,))
