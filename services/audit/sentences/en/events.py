"""A English sentence for each type of event."""

from collections.abc import Mapping

EVENTS: Mapping[str, str] = {
    "PlanOpened.v1": "On {at}, {actor} opened the Kooperationsplan for {client} at the"
    " jobcenter {jobcenter} (counsellor {counsellor}, law as of {regime}).",
    "CounsellorAssigned.v1": "On {at}, {actor} handed the plan over from {previous} to"
    " {counsellor}.",
    "RepresentativeAppointed.v1": "On {at}, {actor} recorded {person} as the client's"
    " representative ({basis}).",
    "RepresentationEnded.v1": "On {at}, {actor} ended the representation by {person} ({basis}).",
    "ClientVoiceRecorded.v1": "On {at}, {actor} recorded {kind} of the client.",
    "GoalSet.v1": "On {at}, {actor} set the occupational goal in the draft.",
    "AgreementDrafted.v1": "On {at}, {actor} added agreement {terms.agreement} to the draft.",
    "AgreementRedrafted.v1": "On {at}, {actor} reworded agreement {terms.agreement} in the draft.",
    "AgreementDropped.v1": "On {at}, {actor} took agreement {agreement} out of the draft.",
    "RemarkAdded.v1": "On {at}, {actor} noted in the draft what else matters.",
    "DraftOffered.v1": "On {at}, {actor} put the draft of version {version} ({digest}) before"
    " the other side[ (time to think until {thinking_time_until})].",
    "PlanAccepted.v1": "On {at}, {actor} accepted version {version} ({digest}) for {party}"
    " ({channel}).",
    "AcceptanceWithdrawn.v1": "On {at}, {actor} withdrew the acceptance of version {version}"
    " ({digest}) by {party} ({cause}).",
    "PlanAgreed.v1": "On {at}, version {version} ({digest}) was agreed: both sides had accepted"
    " the same wording, {actor} last. The next review is due by {review_due}.",
    "PlanCopyIssued.v1": "On {at}, {actor} handed out the readable copy of version {version}"
    " ({document}, {form}).",
    "DisagreementRecorded.v1": "On {at}, {actor} recorded that {party} disagrees while"
    " {about} the plan.",
    "RevisionStarted.v1": "On {at}, {actor} began a revision of version {from_version}"
    " (occasion: {cause}).",
    "RevisionDropped.v1": "On {at}, {actor} gave up the revision of version {from_version}.",
    "ReviewFellDue.v1": "On {at}, {actor} noted that the review of version {version} fell due"
    " on {due}.",
    "AgreementKept.v1": "On {at}, {actor} confirmed that agreement {agreement} was kept.",
    "DifficultyReported.v1": "On {at}, {actor} reported a difficulty with {item.kind} {item.id}.",
    "DifficultyAnswered.v1": "On {at}, {actor} answered the difficulty reported with"
    " {item.kind} {item.id}: {answer}[ (new date: {new_due})].",
    "AgreementFellOverdue.v1": "On {at}, {actor} noted that the date of agreement {agreement}"
    " passed on {due}. That is no verdict.",
    "AgreementMissed.v1": "On {at}, {actor} recorded that {party} did not keep agreement"
    " {agreement} (observed on {observed_on}).",
    "MissRetracted.v1": "On {at}, {actor} retracted what had been recorded as a miss of"
    " {item.kind} {item.id}.",
    "ImportantReasonRequested.v1": "On {at}, {actor} asked for an important reason by {until},"
    " concerning {item.kind} {item.id}.",
    "ImportantReasonStated.v1": "On {at}, {actor} stated an important reason concerning"
    " {item.kind} {item.id}.",
    "ImportantReasonAssessed.v1": "On {at}, {actor} recorded the assessment of the reason"
    " stated: {accepted} (assessed by {assessor}), concerning {item.kind} {item.id}.",
    "AppointmentSet.v1": "On {at}, {actor} set appointment {appointment} for {event.at}"
    " ({mode})[; notice of consequences {legal_notice.text}, version {legal_notice.version}].",
    "AppointmentMoved.v1": "On {at}, {actor} moved appointment {appointment} to {event.at}"
    " ({mode})[; notice of consequences {legal_notice.text}, version {legal_notice.version}].",
    "AppointmentKept.v1": "On {at}, {actor} confirmed that appointment {appointment} was kept.",
    "AppointmentMissed.v2": "On {at}, {actor} recorded that {party} missed appointment"
    " {appointment} (observed on {observed_on}).",
    "CooperationDemanded.v1": "On {at}, {actor} made a binding demand to fulfil agreement"
    " {agreement} by {until} ({kind}); notice of consequences {legal_notice.text}, version"
    " {legal_notice.version}, delivered {delivered.how} on {delivered.at}.",
    "DemandMet.v1": "On {at}, {actor} recorded that the demand about agreement {agreement} was"
    " met (observed on {observed_on}).",
    "DemandUnmet.v1": "On {at}, {actor} recorded that the demand about agreement {agreement}"
    " was not met (observed on {observed_on}).",
    "DemandVoided.v1": "On {at}, {actor} declared the demand {demand} about agreement"
    " {agreement} void: mediation {mediation} had already begun.",
    "HearingOffered.v1": "On {at}, {actor} offered a hearing until {until} ({channel}),"
    " concerning {item.kind} {item.id}.",
    "HearingHeld.v1": "On {at}, {actor} recorded the hearing concerning {item.kind} {item.id}.",
    "HearingWaived.v1": "On {at}, {actor} recorded that {by} does without a hearing,"
    " concerning {item.kind} {item.id}.",
    "HardshipConsidered.v1": "On {at}, {actor} considered whether a reduction would be a"
    " hardship: {outcome}, concerning {item.kind} {item.id}.",
    "ReductionReviewReferred.v1": "On {at}, {actor} referred the case for review of a reduction"
    " of benefits; breach on {breach_on}, referral possible until {referral_limit}, resting on"
    " {case}, concerning {item.kind} {item.id}. This system does not decide on benefits.",
    "ReferralVoided.v1": "On {at}, {actor} declared the referral {referral} void: mediation"
    " {mediation} had already begun, concerning {item.kind} {item.id}.",
    "ConsequencesSuspended.v1": "On {at}, {actor} recorded that consequences of breaches of"
    " duty rest from {since} until {until} at the latest (mediation {mediation}).",
    "ConsequencesResumed.v1": "On {at}, {actor} recorded that consequences of breaches of duty"
    " no longer rest from {since} on (mediation {mediation}).",
    "FactDisputed.v1": "On {at}, {actor} disputed, for {party}, that the fact {fact} is correct"
    " (§ 84 Abs. 2 SGB X).",
    "PlanClosed.v1": "On {at}, {actor} closed the Kooperationsplan ({reason}).",
    "MediationRequested.v1": "On {at}, {actor} recorded the request for a mediation by"
    " {requested_by} (received on {received_at}); it ends with the end of {end} at the latest"
    " (moved to a working day: {end_shifted}; rule {rule}).",
    "MediationJoined.v1": "On {at}, {actor} recorded that {party} joins the request for a"
    " mediation.",
    "MediatorAppointed.v1": "On {at}, {actor} appointed {mediator} as mediator; not involved in"
    " the counselling (checked against {checked_against}).",
    "MediatorRecused.v1": "On {at}, {actor} released {mediator} from the mediation ({cause}).",
    "TalkScheduled.v1": "On {at}, {actor} scheduled a mediation talk for {event.at} ({mode}).",
    "TalkHeld.v1": "On {at}, {actor} recorded a mediation talk (present: {present}).",
    "SolutionProposed.v1": "On {at}, {actor} proposed solution {solution} ({digest}).",
    "SolutionAccepted.v1": "On {at}, {actor} accepted solution {solution} for {party} ({channel}).",
    "SolutionDeclined.v1": "On {at}, {actor} declined solution {solution} for {party} ({channel}).",
    "MediationSettled.v1": "On {at}, the mediation was settled with solution {solution}"
    " ({digest}) by {proposed_by}, accepted last by {actor}.",
    "MediationWithdrawn.v1": "On {at}, {actor} recorded that {by} withdraws the request for a"
    " mediation{ends}.",
    "MediationBecameMoot.v1": "On {at}, {actor} ended the mediation because there was nothing"
    " left to mediate (since {ended_at}: {cause}).",
    "MediationExpired.v1": "On {at}, {actor} recorded that the mediation ended without a"
    " settlement at the end of {end} (instant {ended_at}, rule {rule}).",
    "NotificationPlanned.v1": "On {at}, {actor} planned a message to {recipient} ({capacity}):"
    " {template}, version {template_version}, language {language}, {channel}, from {send_at} on.",
    "NotificationPostponed.v1": "On {at}, {actor} put a message off until {until}.",
    "NotificationSent.v1": "On {at}, {actor} sent a message ({channel}, language {language},"
    " content {rendered}, receipt {provider_id}).",
    "NotificationDelivered.v1": "On {at}, {actor} recorded that a message was delivered"
    " (receipt {receipt}).",
    "NotificationRead.v1": "On {at}, {actor} recorded that a message was read (receipt {receipt}).",
    "NotificationFailed.v1": "On {at}, attempt {attempt} to deliver a message failed ({actor}):"
    " {reason}[; next attempt on {next_attempt}].",
    "NotificationAbandoned.v1": "On {at}, {actor} gave up delivering a message: {reason}.",
    "ReminderCancelled.v1": "On {at}, {actor} cancelled a reminder: {reason}.",
    "PreferencesSet.v1": "On {at}, {actor} set how messages shall arrive ({channels}, language"
    " {language})[, not between {quiet_hours.start} and {quiet_hours.end}].",
}
