"""One address of the API and what can be done there: each method says who may, what it takes and what it answers.

The addresses and the OpenAPI document are made from the same declarations: neither can say what the other does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from egide.platform.api import problems
from egide.platform.api.parameters import Parameter, read_parameters
from egide.platform.api.problems import Kind, ProblemError
from egide.platform.api.requests import ApiRequest
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register

Answer = Callable[..., HttpResponse]
Body = Literal["", "record", "patch", "move"]
Parameters = Callable[[Register | None], tuple[Parameter, ...]]


def no_parameters(register: Register | None) -> tuple[Parameter, ...]:
    """For an address that is asked as it stands."""
    del register
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one method does at an address. `action`: what the policy of the register must allow; None: to reach it.

    `answers` names the schema of what it gives with `status`; `refusals` are its problems, beside those of all.
    """

    method: str
    name: str
    summary: str
    answer: Answer
    answers: str
    action: Action | None = None
    takes: Body = ""
    status: int = 200
    parameters: Parameters = no_parameters
    refusals: tuple[Kind, ...] = ()
    has_version: bool = False


def resource(*operations: Operation) -> Callable[..., HttpResponse]:
    """The view of an address. It answers only what the door let in: `request.token` is there."""
    methods = {operation.method: operation for operation in operations}

    def view(request: ApiRequest, register: Register | None = None, **named: Any) -> HttpResponseBase:
        named.pop("body", None)
        if not hasattr(request, "token"):
            raise ProblemError(problems.UNAUTHORIZED)
        operation = _chosen(request, register, methods)
        if operation is None:
            return HttpResponse(status=204, headers={"Allow": _allow(methods)})
        given = read_parameters(request, operation.parameters(register))
        known = {"register": register} if register is not None else {}
        return operation.answer(request, given, **known, **named)

    view.operations = operations  # type: ignore[attr-defined]
    exempt: Any = csrf_exempt(login_not_required(view))
    exempt.__name__ = exempt.__qualname__ = f"api_{operations[0].name}"
    return exempt  # type: ignore[no-any-return]


def _chosen(request: ApiRequest, register: Register | None, methods: Mapping[str, Operation]) -> Operation | None:
    """What is asked; None for OPTIONS. Who may do nothing here learns nothing, not even the methods."""
    may = [operation for operation in methods.values() if allows(request, register, operation)]
    if not may:
        raise ProblemError(problems.NOT_FOUND)
    if request.method == "OPTIONS":
        return None
    operation = methods.get("GET" if request.method == "HEAD" else request.method or "")
    if operation is None:
        raise ProblemError(problems.NOT_ALLOWED, headers={"Allow": _allow(methods)})
    if operation not in may:
        raise ProblemError(problems.NOT_FOUND)
    return operation


def allows(request: ApiRequest, register: Register | None, operation: Operation) -> bool:
    """Whether the policy of the register lets the person do it, to some row at least."""
    if operation.action is None or register is None or not hasattr(request, "access"):
        return True
    return register.policy.allows(request.access, operation.action)


def _allow(methods: Mapping[str, Operation]) -> str:
    found = {*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return ", ".join(sorted(found))


def open_to_all(view: Callable[[HttpRequest], HttpResponse]) -> Any:
    """A page of the API that says nothing of anyone: no token is asked."""
    opened: Any = csrf_exempt(login_not_required(view))
    opened.is_open = True
    return opened
