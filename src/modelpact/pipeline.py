"""From a spec's bytes to its renders: calls the stages in order. The Python API, under the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from modelpact import files
from modelpact.check import Checked, check
from modelpact.diagnostics import FormError, Severity, UnreadableError, UserError, sentence
from modelpact.inspection import Unread
from modelpact.renderers import FORMATS
from modelpact.reports import is_report
from modelpact.spec import Spec
from modelpact.standard import STANDARD, FormInUse

if TYPE_CHECKING:
    from datetime import date

    from modelpact.agreement import Agreement
    from modelpact.freshness import Freshness
    from modelpact.ledger import Noted
    from modelpact.playbook import Playbook
    from modelpact.revisions import Revised
    from modelpact.store import Compiled


def check_file(  # noqa: PLR0913 - each is one plain question, asked by its name
    name: str,
    *,
    formats: Sequence[str] = (),
    as_of: date | None = None,
    form: Path | None = None,
    config: Path | None = None,
    noted: Noted | None = None,
) -> Checked:
    """All that is wrong with a spec, by its file name or ``-``.

    ``formats`` are those that it is to be rendered to: a character that one of them cannot show is then an
    error. ``as_of`` is the day that rules about today compare with, ``form`` the folder of a house's own
    form, ``config`` what takes the place of the project's ``modelpact.toml``; ``noted`` gets to know which
    files were read. Raises UnreadableError, and what ``form_in_use`` raises.
    """
    shown = files.SHOWN_INPUT if name == files.STANDARD_INPUT else name
    return check(
        shown,
        noted.spec(name) if noted else files.read_spec(name),
        read=noted.named if noted else files.read_named,
        printing=any(FORMATS[format_].needs_glyphs for format_ in formats),
        as_of=as_of,
        form=form_in_use(name, form, config),
    )


def check_text(name: str, content: bytes, form: Path | None = None) -> Checked:
    """All that would be wrong with a spec if its file held this. Raises what ``form_in_use`` raises."""
    return check(name, content, read=files.read_named, form=form_in_use(name, form))


def held_against(playbook: Playbook | None, checked: Checked) -> Checked:
    """The same, and where the spec departs from a policy, if there is one."""
    if playbook is None:
        return checked
    from modelpact import playbook_findings

    return playbook_findings.held_against(playbook, checked)


def inspected(
    name: str,
    *,
    as_of: date | None = None,
    form: Path | None = None,
    playbook: Playbook | None = None,
    config: Path | None = None,
) -> Checked | Unread:
    """Likewise, as reports read it, and not raising: one bad file must not hide another.

    Without a ``playbook`` it is the project's own that the spec is held against.
    """
    try:
        policy = playbook or playbook_in_use(name, config)
        checked = check_file(name, as_of=as_of, form=form, config=config)
        return held_against(policy, checked).for_reports()
    except UnreadableError as error:
        return Unread(error.name, error.reason)
    except (UserError, FormError) as error:
        return Unread(name, sentence(error))


def form_in_use(name: str, folder: Path | None = None, config: Path | None = None) -> FormInUse:
    """What a spec's agreement is to be made with.

    The house's form in ``folder``, else the one that the project settles, else the standard form. Raises
    UserError where the folder cannot be read, FormError where the form in it is wrong.
    """
    folder = folder or _settled("form", name, config)
    if folder is None:
        return STANDARD
    from modelpact.form_folder import read_form_folder

    return _house_form(tuple(read_form_folder(folder).items()), str(folder))


def form_of_revision(spec: Revised) -> FormInUse:
    """What the agreement of a spec in a git revision is to be made with: what that same revision settles.

    Raises what ``form_in_use`` raises.
    """
    from modelpact import configuration
    from modelpact.form_folder import form_folder_of_revision

    file = spec.configuration()
    named = configuration.parse(file.name, file.read()).form if file else ""
    if file is None or not named:
        return STANDARD
    folder = file.beside(named)
    return _house_form(tuple(form_folder_of_revision(folder).items()), folder.name)


def fingerprint_of(form: FormInUse) -> str:
    """The fingerprint of a house's own form; empty for the standard form."""
    if form.house is None:
        return ""
    from modelpact.form import fingerprint

    return fingerprint(form.house.files)


def fingerprint_of_house(name: str, form: Path | None) -> str:
    """What changes where the house's own form or playbook does, with which a spec is rendered.

    Raises what ``form_in_use`` and ``playbook_in_use`` raise.
    """
    printed = fingerprint_of(form_in_use(name, form))
    playbook = playbook_in_use(name)
    return f"{printed} {playbook.fingerprint}" if playbook else printed


@lru_cache(maxsize=8)
def _house_form(contents: tuple[tuple[str, bytes], ...], folder: str) -> FormInUse:
    """The form in a folder with these files; read once where many specs have it."""
    from modelpact.house_reading import read_house

    return FormInUse(read_house(dict(contents), folder))


def _settled(what: str, name: str, config: Path | None) -> Path | None:
    """What a project names as its form or its playbook: in ``config``, else in its ``modelpact.toml``.

    It lies in the folder of that file, as a pull request may change it.
    """
    spec = Path() / "spec" if name == files.STANDARD_INPUT else Path(name)
    file = config.resolve() if config else files.configuration_file(spec)
    if file is None:
        return None
    from modelpact import configuration

    shown = files.shown(file)
    said = configuration.parse(shown, files.read_bytes(shown, at_most=100_000))
    path: str = getattr(said, what)
    return files.inside(file.parent / path, file) if path else None


def playbook_in_use(name: str, config: Path | None = None) -> Playbook | None:
    """The policy that the project settles for a spec; None where there is none. Raises UserError."""
    path = _settled("playbook", name, config)
    if path is None:
        return None
    playbook = _playbook(str(path), files.read_spec(str(path)))
    if playbook is None:
        raise UserError(f"{path}: has errors, which modelpact check --playbook {path} lists")
    return playbook


@lru_cache(maxsize=8)
def _playbook(name: str, content: bytes) -> Playbook | None:
    from modelpact.playbook import read

    return read(name, content)[0]


def playbook_file(name: str) -> tuple[Playbook | None, Checked]:
    """A playbook, and all that is wrong with it; None where that makes any of it unsure.

    Raises UnreadableError.
    """
    from modelpact.playbook import read

    content = files.read_spec(name)
    playbook, found = read(name, content)
    return playbook, Checked(name, {name: content.decode("utf-8-sig", errors="replace")}, None, None, found)


def agreement(spec: Spec) -> Agreement:
    """The agreement that the form for its structure makes of a checked spec.

    Raises FormError where a house's own form is wrong, UserError where it takes too much.
    """
    if spec.form.house:
        from modelpact import confined

        return confined.agreement(spec)
    from modelpact.assemble import assemble

    form, code = _form(spec.at(("structure",)))
    return assemble(spec, form, code)


@cache
def _form(structure: str) -> Compiled:
    from modelpact.store import standard_form

    return standard_form(os.environ, structure)


def render(spec: Spec, formats: Sequence[str]) -> Mapping[str, bytes]:
    """The agreement in each format, by the format's name. Raises what ``agreement`` raises."""
    if spec.form.house:
        from modelpact import confined
        from modelpact.house_reading import refuse_unprintable

        if any(FORMATS[format_].needs_glyphs for format_ in formats):
            refuse_unprintable(spec.form.house)
        return confined.render(spec, formats)
    tree = agreement(spec)
    return {format_: FORMATS[format_].render(tree) for format_ in formats}


def targets(name: str, spec: Spec, formats: Sequence[str], folder: Path | None) -> Mapping[str, Path]:
    """Where each format of a spec's render belongs: beside the spec, or in ``folder``."""
    if name == files.STANDARD_INPUT:
        return _placed(str(spec.at(("id",))), formats, folder or Path())
    return file_targets(name, formats, folder)


def file_targets(name: str, formats: Sequence[str], folder: Path | None) -> Mapping[str, Path]:
    """Likewise, of a spec in a file, which need not be read for that."""
    return _placed(files.stem(name), formats, folder or Path(name).parent)


def _placed(base: str, formats: Sequence[str], folder: Path) -> Mapping[str, Path]:
    return {format_: folder / f"{base}{FORMATS[format_].suffix}" for format_ in formats}


def write(outputs: Mapping[Path, tuple[str, bytes]], *, force: bool) -> None:
    """Write rendered files, each given with its format. Raises UserError and then has written nothing."""
    if not force:
        for path, (format_, _) in outputs.items():
            files.refuse_to_lose(path, FORMATS[format_].untouched)
    files.write_all({path: data for path, (_, data) in outputs.items()})


def write_report(path: Path, text: str) -> None:
    """Write a report, in the place of an older one if there is one. Raises UserError where it can't."""
    files.refuse_to_lose(path, is_report, "is no report of modelpact, so it is not replaced")
    files.write_all({path: text.encode()})


def compared(paths: Mapping[str, Path], rendered: Mapping[str, bytes]) -> Mapping[Path, Freshness]:
    """How what stands in each path compares with a fresh render in the path's format.

    Raises UserError where a file can't be read.
    """
    from modelpact.freshness import freshness

    return {
        path: freshness(format_, files.read_written(path), rendered[format_])
        for format_, path in paths.items()
    }


def has_errors(checked: Checked) -> bool:
    """Whether anything found forbids rendering."""
    return any(found.severity is Severity.ERROR for found in checked.diagnostics)
