"""Decisions about matters, legal bases and parties. In: what people wrote. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from recorder_desk.commands import registers as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.matter import by_code, checked_basis, checked_matter, refuse_loose_ends, with_version
from recorder_desk.domain.party import checked
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import registers as q


def write_matters(command: c.WriteMatters, context: Context) -> Iterator[f.Fact]:
    """Every code leads somewhere in the end, whatever the order they come in."""
    bases = by_code(context.ask(q.LegalBases()))
    matters = by_code(row.matter for row in context.ask(q.Matters()))
    told: list[f.Fact] = []
    for basis in map(checked_basis, command.bases):
        if basis not in bases[basis.code]:
            bases[basis.code] = with_version(bases[basis.code], basis)
            told.append(f.LegalBasisWritten(basis))
    for matter in map(checked_matter, command.matters):
        if matter not in matters[matter.code]:
            matters[matter.code] = with_version(matters[matter.code], matter)
            told.append(f.MatterWritten(matter))
    refuse_loose_ends(chain(*matters.values()), chain(*bases.values()))
    yield from told


def write_parties(command: c.WriteParties, context: Context) -> Iterator[f.Fact]:
    """A code is one party's."""
    known = {row.id: row.fields for row in context.ask(q.Parties())}
    whose = {fields.code: party for party, fields in known.items() if fields.code}
    for party, told in command.parties:
        fields = checked(told)
        if party and party not in known:
            raise DeskError("party.unknown", party=party)
        if known.get(party) == fields:
            continue
        which = party or new_id()
        if fields.code and whose.setdefault(fields.code, which) != which:
            raise DeskError("party.code-taken", name=fields.name, told=fields.code)
        known[which] = fields
        yield f.PartyWritten(which, fields)
