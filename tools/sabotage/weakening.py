"""How locks are weakened. A family is a function of the tree of a file; each yields the mutants it finds there.

- refusals   a `raise` is not raised any more;
- grounds    a refusal on several grounds forgets one of them;
- leavings   a page, a complaint of refusal is not given any more: what follows is;
- questions  what is asked of a guard (`ANSWERS`) is answered as the intruder wishes, or one part of it is not asked;
- openings   a screen lets in every role; what confirms, or keeps a link from acting by itself, is taken away;
- queries    one forgets whose rows it wants, in what state or how old (`WHOSE`), or is not confined;
- sievings   what a person may not see is not sifted out of a list, or a narrowing is not done;
- checks     a check, a spending, a note in the security log (`CHECKS`) is not done;
- deletions  what is to be forgotten stays;
- secrets    any secret is the right one; a token is not verified for one of its claims;
- headers    an answer is served without one of those that keep it safe;
- weaker     of the conditions of a policy or of an access, only the first is asked.

What is no lock is not weakened: the refusal of an absent value or of another type that the next line needs (without it
the program stops all the same), the translation of an error that was raised already, and what `NO_LOCK` names.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from tools.sabotage.mutants import ROOT, Mutant, Source

CHECKS: Final = frozenset({
    "_check", "append", "_remove_lines", "current_actor", "scoped_organization",
    "_check_scan", "_check_quota", "_judge", "expected", "need", "note", "spend", "trace", "_trace",
})  # fmt: skip
OPEN: Final = {"for_roles": "for_roles(*Role)", "allowed": "allowed(Action.VIEW)"}
"""What each decorator becomes when it lets in everyone that it can."""
GUARDS: Final = frozenset({"confirmed", "require_POST", "reauthentication_required"})
CONFINING: Final = frozenset({"confine", "confine_organizations", "_of_one"})
WHOSE: Final = frozenset({
    "user", "user_id", "person_id", "owner_id", "record_id", "purpose", "used_at", "revoked_at", "accepted_at",
    "is_active", "turn__lt", "status", "role", "membership_id", "organization_id", "subject", "issuer", "email",
    "state", "state__in", "status__in",
})  # fmt: skip
ANSWERS: Final = {
    # who may
    "is_safe_url": True, "reauthenticate": True, "can_delete_authenticator": True, "began_lately": True,
    "is_strong": True, "has_left": True, "kept_alive": True, "may_view_as": True, "_may_write": True,
    "_may_still": True, "_may_read": True, "is_open": True, "reaches": True, "allows": True, "spend": True,
    "is_live": True, "_opens": True, "_gave_second_factor": True, "_is_of_centre_alone": True, "_use_step": True,
    "is_safe_address": True, "is_open_for_signup": True, "signed": True, "can_be_sent_again": True,
    "may_change": True, "may_withdraw": True, "_covered": True, "_within_limits": True, "_counted": True,
    # who may not
    "is_over": False, "_lacks": False, "_takes_away": False, "is_too_large": False, "_leads_out": False,
    "is_reauthentication_required": False, "_is_alone": False, "is_trapped": False, "_is_running": False,
    "is_danger": False, "_should_handle": False,
}  # fmt: skip
TAKING: Final = frozenset({"_take", "send_again", "cancel", "_give_out"})
"""What gives None or False when it is not to be done, or was done already."""
RIGHTS: Final = frozenset({"allows", "reaches", "in_service", "is_active", "may_withdraw", "is_closed", "names"})
REFUSALS: Final = frozenset({"_refused", "dead", "suspend_request", "_go", "respond_429", "HttpResponseNotAllowed"})
HEADERS: Final = frozenset({
    "Content-Security-Policy", "X-Content-Type-Options", "Content-Disposition", "Cache-Control", "Referrer-Policy",
    "X-Robots-Tag",
})  # fmt: skip
NO_LOCK: Final = {
    # The type of what it gives is narrowed; whoever asks has answered 404 before when no provider is set.
    "RefusedError('unconfigured')",
    # A word for the log, sooner: an answer that is no success is no signed token nor the JSON that is read next.
    "ProblemError(problems.NOT_FOUND, detail=_SLASH)",  # the 404 that follows says less, and leads nowhere either
    "RefusedError('unreachable')", "RefusedError('userinfo')",
}  # fmt: skip
"""Refusals that weaken nothing when they are gone, each with its reason."""
CLAIMS: Final = ("signature", "exp", "aud", "iss")


Family = Callable[[Source], Iterator[Mutant]]


def mutants(files: Collection[str]) -> Iterator[Mutant]:
    """All of them, in the order of the files and of the lines."""
    for file in files:
        source = Source.read(file, (ROOT / file).read_text(encoding="utf-8"))
        found = {(m.start, m.end, m.text): m for family in FAMILIES for m in family(source)}
        yield from (found[key] for key in sorted(found))


def refusals(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.Raise):
        if node.exc is None or ast.unparse(node.exc) in NO_LOCK:
            continue
        if any(is_no_lock(source, node) for is_no_lock in (_is_translation, _is_needed, _is_shared)):
            continue
        yield source.mutant(node, "pass", f"no longer raises {ast.unparse(node.exc)[:40]}")


def _is_translation(source: Source, node: ast.Raise) -> bool:
    """An error was raised in the place of what the rest needs."""
    handler = source.above[node]
    if not isinstance(handler, ast.ExceptHandler):
        return False
    tried: Any = source.above[handler]
    return any(isinstance(each, ast.Assign | ast.AnnAssign | ast.Return) for each in tried.body) or bool(
        isinstance(node.exc, ast.Name) and node.exc.id == handler.name
    )


def _is_needed(source: Source, node: ast.Raise) -> bool:
    """The refusal of None by itself, when something is then read of that very value."""
    guard, function = source.above[node], source.function(node)
    if not isinstance(guard, ast.If) or function is None or not (name := _absent(guard.test)):
        return False
    return any(
        isinstance(each, ast.Attribute | ast.Subscript)
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        and each.lineno > (guard.end_lineno or 0)
        for each in ast.walk(function)
    )


def _is_shared(source: Source, node: ast.Raise) -> bool:
    """A refusal on several grounds: each is weakened by itself."""
    guard = source.above[node]
    return isinstance(guard, ast.If) and isinstance(guard.test, ast.BoolOp) and isinstance(guard.test.op, ast.Or)


def _absent(test: ast.expr) -> str:
    """The name of what is asked to be None."""
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is) and isinstance(test.left, ast.Name):
        return test.left.id
    return ""


def grounds(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.If):
        if _refuses(source, node) and isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
            for ground in node.test.values:
                if not _absent(ground) and not ast.unparse(ground).startswith("not isinstance"):
                    yield source.mutant(ground, "False", f"refuses no more on {ast.unparse(ground)[:50]}")


def _refuses(source: Source, node: ast.If) -> bool:
    """By raising, or by an answer that the intruder does not wish."""
    last, function = node.body[-1], source.function(node)
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and function is not None:
        return function.name in ANSWERS and last.value.value is not ANSWERS[function.name]
    return isinstance(last, ast.Raise)


def leavings(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.If):
        last = node.body[-1]
        if isinstance(last, ast.Return) and _is_refusal(source, last) and not _absent(node.test):
            yield source.mutant(node.test, "False", f"goes on when {ast.unparse(node.test)[:50]}")


def _is_refusal(source: Source, node: ast.Return) -> bool:
    if isinstance(node.value, ast.Name) and node.value.id == "limited":
        return True
    if isinstance(node.value, ast.Call):
        is_status = any(k.arg == "status" and re.fullmatch("4..", ast.unparse(k.value)) for k in node.value.keywords)
        return is_status or _name(node.value) in REFUSALS
    function = source.function(node)
    if function is None or not isinstance(node.value, ast.Constant | ast.Dict | ast.JoinedStr):
        return False
    says = function.name.endswith(("_errors", "_error", "_refusal")) and ast.unparse(node.value) not in {"None", "{}"}
    return says or (function.name in TAKING and ast.unparse(node.value) in {"None", "False"})


def questions(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.Return):
        function = source.function(node)
        if function is not None and function.name in ANSWERS and node.value is not None and _asks(function):
            yield from _answered(source, function, node.value, wished=ANSWERS[function.name])


def _asks(function: ast.FunctionDef) -> bool:
    """Some names are also those of what is done."""
    return function.returns is not None and ast.unparse(function.returns) == "bool"


def _answered(source: Source, function: ast.FunctionDef, value: ast.expr, *, wished: bool) -> Iterator[Mutant]:
    asked = value.args[0] if isinstance(value, ast.Call) and _name(value) == "bool" else value
    parts = asked.values if isinstance(asked, ast.BoolOp) and isinstance(asked.op, ast.And) is wished else [asked]
    for part in parts if isinstance(asked, ast.BoolOp) else [asked]:
        text = ast.unparse(part)
        if text != str(wished) and not text.endswith("is not None"):
            yield source.mutant(part, str(wished), f"{function.name} answers {wished} to {text[:50]}")


def openings(source: Source) -> Iterator[Mutant]:
    for function in source.of(ast.FunctionDef):
        for decorator in function.decorator_list:
            name = _name(decorator) if isinstance(decorator, ast.Call) else ast.unparse(decorator)
            text = OPEN.get(name, "")
            if text and ast.unparse(decorator) not in {text, "for_roles(*EVERYONE)"}:  # lets in everyone already
                yield source.mutant(decorator, text, f"{function.name} becomes @{text}")
            elif name in GUARDS:
                yield source.mutant(decorator, "(lambda view: view)", f"{function.name} is no longer @{name}")


def queries(source: Source) -> Iterator[Mutant]:
    for call in source.of(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "filter":
            for keyword in call.keywords:
                if _says_whose(call, keyword):
                    kept = ast.Call(call.func, call.args, [k for k in call.keywords if k is not keyword])
                    what = f"finds whatever {keyword.arg} in {ast.unparse(call)[:50]}"
                    yield source.mutant(call, ast.unparse(kept), what)
    for function in source.of(ast.FunctionDef):
        if function.name in CONFINING:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "Q()":
                    yield source.mutant(node.value, "Q()", f"{function.name} confines nothing")


def _says_whose(call: ast.Call, keyword: ast.keyword) -> bool:
    """The body is said by the manager of the model already, unless it is unlocked; and by an identifier of chance."""
    if keyword.arg != "organization_id":
        return keyword.arg in WHOSE or re.fullmatch(r"(.*_)?(at|date|expires)__lte?", keyword.arg or "") is not None
    is_named = any(each.arg in {"id", "id__in", "key_hash", "record_id", "owner_id"} for each in call.keywords)
    return "unlocked(" in ast.unparse(call) and not is_named


def sievings(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.comprehension):
        for condition in node.ifs:
            if RIGHTS & {
                each.id if isinstance(each, ast.Name) else each.attr
                for each in ast.walk(condition)
                if isinstance(each, ast.Name | ast.Attribute)
            }:
                yield source.mutant(condition, "True", f"sifts no more by {ast.unparse(condition)[:50]}")
    for node in source.of(ast.If):
        done = node.body[0]
        if len(node.body) == 1 and not node.orelse and isinstance(done, ast.Assign) and _narrows(done.value):
            yield source.mutant(node.test, "False", f"narrows no more when {ast.unparse(node.test)[:50]}")


def _narrows(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _last(value) in {"filter", "_narrow"}


def checks(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.Expr):
        if isinstance(node.value, ast.Call) and (_name(node.value) in CHECKS or _last(node.value) == "spend"):
            yield source.mutant(node, "pass", f"no longer calls {ast.unparse(node.value)[:60]}")


def deletions(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.Expr):
        if isinstance(node.value, ast.Call) and _last(node.value) == "delete":
            yield source.mutant(node, "pass", f"no longer deletes {ast.unparse(node.value)[:60]}")


def secrets(source: Source) -> Iterator[Mutant]:
    for call in source.of(ast.Call):
        if _last(call) == "compare_digest" and not isinstance(source.above[source.above[call]], ast.If):
            yield source.mutant(call, "True", f"takes any secret: {ast.unparse(call)[:60]}")
        elif ast.unparse(call.func) == "jwt.decode":
            for options in (k.value for k in call.keywords if k.arg == "options"):
                yield source.mutant(options, "{}", "asks a token for none of its claims")
                for claim in CLAIMS:
                    text = f'{{**{ast.unparse(options)}, "verify_{claim}": False}}'
                    yield source.mutant(options, text, f"does not verify {claim} of a token")


def headers(source: Source) -> Iterator[Mutant]:
    for node in source.of(ast.Assign):
        target = node.targets[0]
        if (
            isinstance(target, ast.Subscript)
            and isinstance(target.slice, ast.Constant)
            and target.slice.value in HEADERS
        ):
            yield source.mutant(node, "pass", f"serves without {target.slice.value}")
    for found in source.of(ast.Dict):
        for key, value in zip(found.keys, found.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in HEADERS:
                yield source.mutant(key, '"X-None"', f"serves without {key.value} ({ast.unparse(value)[:20]})")


def weaker(source: Source) -> Iterator[Mutant]:
    """Of policies and accesses: only the first of the conditions is asked."""
    if source.file.endswith(("policy.py", "access.py")):
        for node in source.of(ast.BoolOp):
            if isinstance(node.op, ast.And):
                text = f"({ast.unparse(node.values[0])})"
                yield source.mutant(node, text, f"only {text[:50]}")


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _last(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else _name(call)


FAMILIES: Final[tuple[Family, ...]] = (
    refusals, grounds, leavings, questions, openings, queries, sievings, checks, deletions, secrets, headers, weaker,
)  # fmt: skip
