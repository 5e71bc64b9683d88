"""Every table of the hotline, so that one import knows the whole schema."""

from hotline.alarms.models import Alarm, Heartbeat
from hotline.calls.missed_models import MissedCall
from hotline.calls.models import Call, CallAnswer, Recording
from hotline.carriers.practice.models import (
    PracticeCall,
    PracticeOutgoingCall,
    PracticeRecording,
    PracticeRehearsal,
    PracticeText,
)
from hotline.circles.models import (
    Circle,
    CirclePhone,
    DirectoryChange,
    DirectoryDraft,
    District,
    Jurisdiction,
    PassedOver,
)
from hotline.database import Base
from hotline.places.models import AddedPlaceName, UnknownPlaceWord
from hotline.referrals.models import Referral, ReferralEvent, ReferralMessage
from hotline.referrals.ringing_models import OfficerCall
from hotline.sms.carrier_models import CarrierTurn, Notice, SenderPace
from hotline.sms.models import Photo, StoppedNumber, Text, TextConversation
from hotline.studio.models import PromptPublication, PromptRecording
from hotline.supervisors.models import Look, Supervisor
from hotline.tips.models import Tip

__all__ = [
    "AddedPlaceName",
    "Alarm",
    "Base",
    "Call",
    "CallAnswer",
    "CarrierTurn",
    "Circle",
    "CirclePhone",
    "DirectoryChange",
    "DirectoryDraft",
    "District",
    "Heartbeat",
    "Jurisdiction",
    "Look",
    "MissedCall",
    "Notice",
    "OfficerCall",
    "PassedOver",
    "Photo",
    "PracticeCall",
    "PracticeOutgoingCall",
    "PracticeRecording",
    "PracticeRehearsal",
    "PracticeText",
    "PromptPublication",
    "PromptRecording",
    "Recording",
    "Referral",
    "ReferralEvent",
    "ReferralMessage",
    "SenderPace",
    "StoppedNumber",
    "Supervisor",
    "Text",
    "TextConversation",
    "Tip",
    "UnknownPlaceWord",
]
