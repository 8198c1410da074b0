"""Do the tests see what they are for? Each fault planted here has to turn a named test red.

The sources are copied, one of them is broken, and the test is run on the copy, in a process of its
own. A fault that can no longer be planted (its line has changed) fails here too.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the program, what a careless change would make of it, and who has to notice."""

    file: str
    line: str
    broken: str
    test: str


FAULTS = {
    "acknowledge before COMMIT": Fault(
        "db/writer.py",
        '        database.execute("commit")\n',
        "        for work, outcome in done:\n"
        "            if not isinstance(outcome, _Failed):\n"
        "                work.future.set_result(outcome)\n"
        '        database.execute("commit")\n'
        "        done = [pair for pair in done if isinstance(pair[1], _Failed)]\n",
        "tests/db/test_writer.py::test_a_future_is_done_only_when_others_can_see_the_event",
    ),
    "a cached chain head": Fault(
        "db/transaction.py",
        "        event = Event(*row, hash=chained(last.hash, row))\n",
        '        known = globals().setdefault("_remembered", {})\n'
        "        event = Event(*row, hash=chained(known.get(id(self.db), last.hash), row))\n"
        "        known[id(self.db)] = event.hash\n",
        "tests/db/test_writer.py::test_the_chain_goes_on_where_another_program_left_it",
    ),
    "no check of whom the page was made for": Fault(
        "annotator/api.py",
        'if body.get("as") != analyst.id:',
        "if False:",
        "tests/annotator/test_api.py::test_a_page_made_for_somebody_else_writes_nothing",
    ),
    "no check of the project": Fault(
        "annotator/api.py",
        'if body.get("project") != store.project_id:',
        "if False:",
        "tests/annotator/test_api.py::test_a_page_of_another_project_writes_nothing",
    ),
    "no check of the text that was on screen": Fault(
        "db/recording.py",
        "if not sha.startswith(act.sha):",
        "if False:",
        "tests/db/test_answers.py::test_a_claim_whose_text_was_not_on_screen_is_refused",
    ),
    "the last answer wins, whatever it replaces": Fault(
        "db/recording.py",
        "if act.replaces != (current.event_id if current else None):",
        "if False:",
        "tests/db/test_answers.py::"
        "test_an_answer_to_a_screen_that_is_not_current_stays_in_the_history_only",
    ),
    "a resend counts again": Fault(
        "db/recording.py",
        "event = tx.known(act_id, actor, act, article_id=article_id, claim_id=claim_id)",
        "event, act_id = None, act_id[::-1]",
        "tests/db/test_answers.py::test_a_resend_is_answered_as_the_first_time",
    ),
    "an answer after exposure changes the vote": Fault(
        "db/recording.py",
        "blind = not exposed(db, event.actor, event.article_id)",
        "blind = True",
        "tests/db/test_answers.py::test_the_vote_is_the_last_blind_answer",
    ),
    "a decision wins, whatever it replaces": Fault(
        "db/recording.py",
        "if act.replaces != (current.event_id if current else None):",
        "if not slot.shared and act.replaces != (current.event_id if current else None):",
        "tests/db/test_decisions.py::test_of_two_reviewers_the_first_one_wins",
    ),
    "a decision before an own vote": Fault(
        "annotator/workflow/reviewing.py",
        "if cases.own_vote(tx.db, voted, actor.id) is None:",
        "if False:",
        "tests/annotator/test_reviewing.py::test_an_own_vote_comes_first",
    ),
    "an acceptance that outlives the agreement": Fault(
        "db/tallies.py",
        'if ruling == "accepted" and not (tally.is_unanimous and tally.tags == (accepted,)):',
        "if False:",
        "tests/db/test_tallies.py::test_an_acceptance_ends_when_they_agree_no_more",
    ),
    "alpha without its correction for small samples": Fault(
        "annotator/agreement/coefficients.py",
        "return 1 - _ratio((n - 1) * (n - sums.agreeing), expected)",
        "return 1 - _ratio(n * (n - sums.agreeing), expected)",
        "tests/annotator/agreement/test_published.py::test_the_printed_figures",
    ),
    "the own tag helps to make the majority": Fault(
        "annotator/agreement/details.py",
        "others[:, label] -= 1",
        "others[:, label] -= 0",
        "tests/annotator/agreement/test_figures.py::"
        "test_the_own_tag_does_not_help_to_make_the_majority",
    ),
    "a closed round that takes answers": Fault(
        "annotator/workflow/claims.py",
        'if standing.state != "open":',
        "if False:",
        "tests/annotator/test_sharing.py::"
        "test_a_closed_round_refuses_what_comes_late_with_a_sentence",
    ),
    "others' work is shown and nobody notes it": Fault(
        "annotator/workflow/claims.py",
        "        answers.expose(tx, actor.id, article_id)\n        return True",
        "        return True",
        "tests/annotator/test_others.py::test_a_closed_round_shows_all_of_it",
    ),
    "a claim comes back to who has seen others' work": Fault(
        "db/repeats.py",
        "and exposure.seq is null and repeat.seq is null",
        "and repeat.seq is null",
        "tests/annotator/test_repeats.py::test_where_others_work_was_seen_nothing_comes_back",
    ),
    "an unguarded cell": Fault(
        "db/exports/guard.py",
        """return "'" + text if _would_run(text) else text""",
        "return text",
        "tests/db/test_guard.py",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, on which all the named tests are green."""
    folder = tmp_path_factory.mktemp("copy")
    for package in ("annotator", "corpus", "db", "tests"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    # By its content, not by its time: a fault may be planted within the same second.
    by_content = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder, quiet=1, workers=0, invalidation_mode=by_content)
    done = run(folder, *dict.fromkeys(fault.test for fault in FAULTS.values()))
    assert done.returncode == pytest.ExitCode.OK, done.stdout
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_turns_its_test_red(name: str, copy: Path) -> None:
    fault = FAULTS[name]
    path = copy / fault.file
    source = path.read_text(encoding="utf-8")
    assert source.count(fault.line) == 1, f"{fault.file} has changed: plant this fault anew"
    path.write_text(source.replace(fault.line, fault.broken), encoding="utf-8")
    try:
        done = run(copy, fault.test)
    finally:
        path.write_text(source, encoding="utf-8")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout


def run(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Pytest on tests of the copy, which comes before the installed project on the path."""
    # Hypothesis is slow to import; the tests that need it do so.
    without = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:xdist")
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", *without, *tests]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=170
    )
