"""The rules as classes of sqlfluff, made from the registry.

sqlfluff runs each rule on each file, in several processes and in no order, and pickles what comes back: a rule asks
for the findings of the whole file, which are kept (see `found`), and takes its own.  Places are given as they are
counted in sqlfluff's text, whatever its segments are: inside of a function's body, or where sqlfluff cannot parse.
"""

from __future__ import annotations

from typing import Any

from sqlfluff.core.parser import PositionMarker, RawSegment, SourceFix
from sqlfluff.core.parser.segments import BaseSegment
from sqlfluff.core.rules import BaseRule, LintFix, LintResult, RuleContext
from sqlfluff.core.rules.crawlers import RootOnlyCrawler
from sqlfluff.core.templaters import TemplatedFile

from migslint.rules import Rule, all_rules
from migslint.sqlfluff_plugin import found
from migslint.sqlfluff_plugin.found import Change, Found

#: the dialects of sqlfluff whose files PostgreSQL runs
DIALECTS = ("postgres",)

#: the findings of the file at hand
_last: tuple[TemplatedFile, bool, list[Found]] | None = None


def findings(context: RuleContext) -> list[Found]:
    """What there is to say of the file at hand, as it was before any rule of sqlfluff edited it."""
    global _last
    templated = context.templated_file
    if templated is None or context.dialect.name not in DIALECTS:
        return []
    last = _last
    if last is None or last[0] is not templated or last[1] != context.fix:
        path = _path(context)
        told = found.found(path, templated.source_str, fix=context.fix) if path is not None else []
        last = _last = (templated, context.fix, told)
    return last[2]


def _path(context: RuleContext) -> str | None:
    """The file; what is read from the standard input has the name that the command line gives it."""
    path = str(context.path) if context.path is not None else None
    if path != "stdin":
        return path
    import click

    command = click.get_current_context(silent=True)
    return command.params.get("stdin_filename") if command is not None else None


def results(rule: BaseRule, context: RuleContext) -> list[LintResult]:
    """A rule's findings in the file at hand; the method `_eval` of all rules."""
    code = rule.code.rpartition("_")[2]
    templated = context.templated_file
    own = [finding for finding in findings(context) if finding.code == code]
    if not own or templated is None:
        return []
    return [
        LintResult(
            _place(finding, templated),
            _fixes(finding.change, context.segment),
            description=finding.message,
        )
        for finding in own
    ]


def _place(finding: Found, templated: TemplatedFile) -> RawSegment:
    """A segment of its own that stands where the finding is."""
    at = slice(finding.start, finding.end)
    same = templated.source_str == templated.templated_str
    marker = PositionMarker(at, at if same else slice(0, 0), templated)
    return RawSegment(templated.source_str[at] or " ", marker)


def _fixes(change: Change | None, root: BaseSegment) -> list[LintFix]:
    """An edit of the source that leaves the parse tree alone, hung on the segment where it begins."""
    if change is None:
        return []
    for segment in root.raw_segments:
        marker = segment.pos_marker
        if marker is None or not segment.raw:
            continue
        if marker.source_slice.start <= change.start < marker.source_slice.stop:
            edit = SourceFix(change.text, slice(change.start, change.end), marker.templated_slice)
            kept = [fix for fix in segment.source_fixes if fix.source_slice != edit.source_slice]
            return [LintFix.replace(segment, [segment.edit(source_fixes=[*kept, edit])])]
    return []


def _made(rule: Rule) -> type[BaseRule]:
    """The class of a rule: sqlfluff takes the code from its name and the words from its docstring, a format string."""
    name = f"Rule_Migslint_{rule.code}"
    told = rule.summary.replace("{", "{{").replace("}", "}}")
    body: dict[str, Any] = {
        "__doc__": f"{told}\n\n    See `migslint rule {rule.code}`.",
        "__module__": __name__,
        "name": f"migslint.{rule.name.replace('-', '_')}",
        "groups": ("all", "migslint", f"migslint.{rule.family.lower()}"),
        "crawl_behaviour": RootOnlyCrawler(works_on_unparsable=True),
        "targets_templated": True,
        "template_safe_fixes": True,
        # only what is refused when it is run again has fixes that are proved to be safe
        "is_fix_compatible": rule.phase == "rerun" and rule.claims is not None,
        "_eval": results,
    }
    metaclass: Any = type(BaseRule)
    made: type[BaseRule] = metaclass(name, (BaseRule,), body)
    return made


#: every rule; each is a name of this module too, by which pickle finds it
RULES = [_made(rule) for rule in all_rules()]
globals().update((rule.__name__, rule) for rule in RULES)
