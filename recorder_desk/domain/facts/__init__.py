"""What can have happened: frozen values in the past tense, one per kind of change.

A fact holds all that is needed to write the catalogue again: applying the journal's facts in
order to an empty catalogue gives the catalogue back. Whole numbers and text only.
"""

from __future__ import annotations

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.facts.calendars import CalendarYearSet
from recorder_desk.domain.facts.cases import (
    Assignment,
    CaseAmended,
    CaseOpened,
    CaseSealed,
    RecordingLinked,
    RecordingUnlinked,
    SealBegun,
)
from recorder_desk.domain.facts.clock import ClockPointAdded, ClockPointWithdrawn
from recorder_desk.domain.facts.codes import CodeFilmed, CodesSought, FootageAlike, FootagePrinted
from recorder_desk.domain.facts.desk import CatalogueRebuilt, SealRecovered, SettingChanged
from recorder_desk.domain.facts.dock import (
    DropFolderAdded,
    DropFolderRemoved,
    FileFailed,
    FileRefused,
    OfferClosed,
    OfferOpened,
    RecordingReceived,
    TwinMet,
)
from recorder_desk.domain.facts.mirror import MirrorAppointed, MirrorDismissed, ObjectsMirrored
from recorder_desk.domain.facts.names import NamesRead
from recorder_desk.domain.facts.recorders import (
    LateHandInExplained,
    RecorderAdded,
    RecorderAmended,
    RecorderDocked,
    RecorderHandedIn,
    RecorderHandedOut,
    RecorderMarked,
    RecorderWorn,
    WearingEnded,
    WearingWithdrawn,
)
from recorder_desk.domain.facts.recordings import (
    DerivativesForgotten,
    DerivativesMade,
    MediaDescribed,
    RecordingChecked,
    RecordingViewed,
    RetryOrdered,
    StepFailed,
)
from recorder_desk.domain.facts.release import FilesReleased, ReleaseEnded, ReleaseOrdered, RemovalIntended
from recorder_desk.domain.facts.rescue import RescueOrdered
from recorder_desk.domain.facts.takes import ContinuityMeasured, JointsDecided, StretchesFound, TakeRuled
from recorder_desk.domain.facts.people import OfficerAdded, OfficerAmended, OfficerLeft

FACTS: dict[str, type[Fact]] = {
    kind.__name__: kind
    for kind in (
        DropFolderAdded,
        DropFolderRemoved,
        OfferOpened,
        OfferClosed,
        RecordingReceived,
        TwinMet,
        NamesRead,
        FileRefused,
        FileFailed,
        ReleaseOrdered,
        RemovalIntended,
        FilesReleased,
        ReleaseEnded,
        MirrorAppointed,
        MirrorDismissed,
        ObjectsMirrored,
        RecorderAdded,
        RecorderAmended,
        RecorderMarked,
        RecorderDocked,
        RecorderWorn,
        WearingEnded,
        WearingWithdrawn,
        RecorderHandedOut,
        RecorderHandedIn,
        LateHandInExplained,
        ClockPointAdded,
        ClockPointWithdrawn,
        MediaDescribed,
        ContinuityMeasured,
        StretchesFound,
        JointsDecided,
        TakeRuled,
        DerivativesMade,
        DerivativesForgotten,
        RescueOrdered,
        StepFailed,
        RetryOrdered,
        RecordingViewed,
        RecordingChecked,
        CodesSought,
        CodeFilmed,
        FootagePrinted,
        FootageAlike,
        CaseOpened,
        CaseAmended,
        RecordingLinked,
        RecordingUnlinked,
        SealBegun,
        CaseSealed,
        CalendarYearSet,
        OfficerAdded,
        OfficerAmended,
        OfficerLeft,
        SettingChanged,
        CatalogueRebuilt,
        SealRecovered,
    )
}
"""Every kind of fact by its name, as journal entries name it."""

__all__ = [
    "Assignment",
    "CalendarYearSet",
    "CaseAmended",
    "CaseOpened",
    "CaseSealed",
    "CatalogueRebuilt",
    "ClockPointAdded",
    "ClockPointWithdrawn",
    "CodeFilmed",
    "CodesSought",
    "ContinuityMeasured",
    "DerivativesForgotten",
    "DerivativesMade",
    "DropFolderAdded",
    "DropFolderRemoved",
    "FACTS",
    "Fact",
    "FileFailed",
    "FileRefused",
    "FilesReleased",
    "FootageAlike",
    "FootagePrinted",
    "JointsDecided",
    "LateHandInExplained",
    "MediaDescribed",
    "MirrorAppointed",
    "MirrorDismissed",
    "NamesRead",
    "ObjectsMirrored",
    "OfferClosed",
    "OfferOpened",
    "OfficerAdded",
    "OfficerAmended",
    "OfficerLeft",
    "RecorderAdded",
    "RecorderAmended",
    "RecorderDocked",
    "RecorderHandedIn",
    "RecorderHandedOut",
    "RecorderMarked",
    "RecorderWorn",
    "RecordingChecked",
    "RecordingLinked",
    "RecordingReceived",
    "RecordingUnlinked",
    "RecordingViewed",
    "ReleaseEnded",
    "ReleaseOrdered",
    "RemovalIntended",
    "RescueOrdered",
    "RetryOrdered",
    "SealBegun",
    "SealRecovered",
    "SettingChanged",
    "StepFailed",
    "StretchesFound",
    "TakeRuled",
    "TwinMet",
    "WearingEnded",
    "WearingWithdrawn",
]
