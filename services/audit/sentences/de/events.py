"""A German sentence for each type of event."""

from collections.abc import Mapping

EVENTS: Mapping[str, str] = {
    "PlanOpened.v1": "Am {at} hat {actor} den Kooperationsplan für {client} beim Jobcenter"
    " {jobcenter} eröffnet (zuständig: {counsellor}, Rechtsstand {regime}).",
    "CounsellorAssigned.v1": "Am {at} hat {actor} die Zuständigkeit von {previous} auf"
    " {counsellor} übertragen.",
    "RepresentativeAppointed.v1": "Am {at} hat {actor} {person} als Vertretung der"
    " leistungsberechtigten Person eingetragen ({basis}).",
    "RepresentationEnded.v1": "Am {at} hat {actor} die Vertretung durch {person} beendet"
    " ({basis}).",
    "ClientVoiceRecorded.v1": "Am {at} hat {actor} {kind} der leistungsberechtigten Person"
    " festgehalten.",
    "GoalSet.v1": "Am {at} hat {actor} das berufliche Ziel im Entwurf festgelegt.",
    "AgreementDrafted.v1": "Am {at} hat {actor} die Absprache {terms.agreement} in den Entwurf"
    " aufgenommen.",
    "AgreementRedrafted.v1": "Am {at} hat {actor} die Absprache {terms.agreement} im Entwurf"
    " neu gefasst.",
    "AgreementDropped.v1": "Am {at} hat {actor} die Absprache {agreement} aus dem Entwurf"
    " genommen.",
    "RemarkAdded.v1": "Am {at} hat {actor} im Entwurf vermerkt, was sonst wichtig ist.",
    "DraftOffered.v1": "Am {at} hat {actor} den Entwurf der Fassung {version} ({digest}) der"
    " anderen Seite vorgelegt[ (Bedenkzeit bis {thinking_time_until})].",
    "PlanAccepted.v1": "Am {at} hat {actor} für {party} die Fassung {version} ({digest})"
    " angenommen ({channel}).",
    "AcceptanceWithdrawn.v1": "Am {at} hat {actor} die Annahme der Fassung {version} ({digest})"
    " durch {party} zurückgenommen ({cause}).",
    "PlanAgreed.v1": "Am {at} wurde die Fassung {version} ({digest}) vereinbart: Beide Seiten"
    " haben denselben Wortlaut angenommen, zuletzt {actor}. Nächste Überprüfung spätestens am"
    " {review_due}.",
    "PlanCopyIssued.v1": "Am {at} hat {actor} das Exemplar der Fassung {version} ({document})"
    " in Textform ausgehändigt ({form}).",
    "DisagreementRecorded.v1": "Am {at} hat {actor} festgehalten, dass {party} mit dem Stand"
    " nicht einverstanden ist (betrifft {about} des Plans).",
    "RevisionStarted.v1": "Am {at} hat {actor} auf der Grundlage der Fassung {from_version}"
    " eine Fortschreibung begonnen (Anlass: {cause}).",
    "RevisionDropped.v1": "Am {at} hat {actor} die Fortschreibung der Fassung {from_version}"
    " aufgegeben.",
    "ReviewFellDue.v1": "Am {at} hat {actor} festgestellt, dass die Überprüfung der Fassung"
    " {version} am {due} fällig wurde.",
    "AgreementKept.v1": "Am {at} hat {actor} bestätigt, dass die Absprache {agreement}"
    " eingehalten wurde.",
    "DifficultyReported.v1": "Am {at} hat {actor} eine Schwierigkeit gemeldet; sie betrifft"
    " {item.kind} {item.id}.",
    "DifficultyAnswered.v1": "Am {at} hat {actor} die gemeldete Schwierigkeit beantwortet; sie"
    " betrifft {item.kind} {item.id}: {answer}[ (neue Frist: {new_due})].",
    "AgreementFellOverdue.v1": "Am {at} hat {actor} festgestellt, dass die Frist der Absprache"
    " {agreement} am {due} abgelaufen ist. Das ist keine Wertung.",
    "AgreementMissed.v1": "Am {at} hat {actor} festgehalten, dass {party} die Absprache"
    " {agreement} nicht eingehalten hat (festgestellt am {observed_on}).",
    "MissRetracted.v1": "Am {at} hat {actor} die Feststellung eines Versäumnisses"
    " zurückgenommen; sie betraf {item.kind} {item.id}.",
    "ImportantReasonRequested.v1": "Am {at} hat {actor} um Angabe eines wichtigen Grundes bis"
    " {until} gebeten; das betrifft {item.kind} {item.id}.",
    "ImportantReasonStated.v1": "Am {at} hat {actor} einen wichtigen Grund angegeben; er"
    " betrifft {item.kind} {item.id}.",
    "ImportantReasonAssessed.v1": "Am {at} hat {actor} den angegebenen wichtigen Grund geprüft:"
    " {accepted} (Prüfung durch {assessor}); das betrifft {item.kind} {item.id}.",
    "AppointmentSet.v1": "Am {at} hat {actor} den Termin {appointment} auf den {event.at}"
    " gelegt ({mode})[; Rechtsfolgenbelehrung {legal_notice.text}, Fassung"
    " {legal_notice.version}].",
    "AppointmentMoved.v1": "Am {at} hat {actor} den Termin {appointment} auf den {event.at}"
    " verlegt ({mode})[; Rechtsfolgenbelehrung {legal_notice.text}, Fassung"
    " {legal_notice.version}].",
    "AppointmentKept.v1": "Am {at} hat {actor} bestätigt, dass der Termin {appointment}"
    " wahrgenommen wurde.",
    "AppointmentMissed.v2": "Am {at} hat {actor} festgehalten, dass {party} den Termin"
    " {appointment} versäumt hat (festgestellt am {observed_on}).",
    "CooperationDemanded.v1": "Am {at} hat {actor} verbindlich dazu aufgefordert, die Absprache"
    " {agreement} bis {until} zu erfüllen ({kind}); Rechtsfolgenbelehrung {legal_notice.text},"
    " Fassung {legal_notice.version}, zugegangen {delivered.how} am {delivered.at}.",
    "DemandMet.v1": "Am {at} hat {actor} festgehalten, dass der Aufforderung zur Absprache"
    " {agreement} nachgekommen wurde (festgestellt am {observed_on}).",
    "DemandUnmet.v1": "Am {at} hat {actor} festgehalten, dass der Aufforderung zur Absprache"
    " {agreement} nicht nachgekommen wurde (festgestellt am {observed_on}).",
    "DemandVoided.v1": "Am {at} hat {actor} die Aufforderung {demand} zur Absprache {agreement}"
    " für unwirksam erklärt: Die Schlichtung {mediation} hatte schon begonnen.",
    "HearingOffered.v1": "Am {at} hat {actor} Gelegenheit zur Anhörung bis {until} gegeben"
    " ({channel}); sie betrifft {item.kind} {item.id}.",
    "HearingHeld.v1": "Am {at} hat {actor} die Anhörung festgehalten; sie betrifft {item.kind}"
    " {item.id}.",
    "HearingWaived.v1": "Am {at} hat {actor} festgehalten, dass {by} auf die Anhörung"
    " verzichtet; sie betrifft {item.kind} {item.id}.",
    "HardshipConsidered.v1": "Am {at} hat {actor} geprüft, ob eine Minderung unzumutbar wäre:"
    " {outcome}; das betrifft {item.kind} {item.id}.",
    "ReductionReviewReferred.v1": "Am {at} hat {actor} den Vorgang zur Prüfung einer"
    " Leistungsminderung abgegeben; Pflichtverletzung am {breach_on}, Abgabe möglich bis"
    " {referral_limit}, gestützt auf {case}; das betrifft {item.kind} {item.id}. Über"
    " Leistungen entscheidet dieses System nicht.",
    "ReferralVoided.v1": "Am {at} hat {actor} die Abgabe {referral} für unwirksam erklärt: Die"
    " Schlichtung {mediation} hatte schon begonnen; das betrifft {item.kind} {item.id}.",
    "ConsequencesSuspended.v1": "Am {at} hat {actor} festgehalten, dass Folgen von"
    " Pflichtverletzungen ab {since} bis längstens {until} ruhen (Schlichtung {mediation}).",
    "ConsequencesResumed.v1": "Am {at} hat {actor} festgehalten, dass Folgen von"
    " Pflichtverletzungen ab {since} nicht mehr ruhen (Schlichtung {mediation}).",
    "FactDisputed.v1": "Am {at} hat {actor} für {party} die Richtigkeit der Angabe {fact}"
    " bestritten (§ 84 Abs. 2 SGB X).",
    "PlanClosed.v1": "Am {at} hat {actor} den Kooperationsplan beendet ({reason}).",
    "MediationRequested.v1": "Am {at} hat {actor} den Eingang des Antrags auf Schlichtung von"
    " {requested_by} festgehalten (eingegangen am {received_at}); sie endet spätestens mit"
    " Ablauf des {end} (mit Verschiebung auf einen Werktag: {end_shifted}; Regel {rule}).",
    "MediationJoined.v1": "Am {at} hat {actor} festgehalten, dass sich {party} dem Antrag auf"
    " Schlichtung anschließt.",
    "MediatorAppointed.v1": "Am {at} hat {actor} {mediator} zur Schlichtungsperson bestellt;"
    " nicht an der Beratung beteiligt (geprüft gegen {checked_against}).",
    "MediatorRecused.v1": "Am {at} hat {actor} {mediator} von der Schlichtung entbunden ({cause}).",
    "TalkScheduled.v1": "Am {at} hat {actor} ein Schlichtungsgespräch für den {event.at}"
    " angesetzt ({mode}).",
    "TalkHeld.v1": "Am {at} hat {actor} ein Schlichtungsgespräch festgehalten (anwesend:"
    " {present}).",
    "SolutionProposed.v1": "Am {at} hat {actor} den Lösungsvorschlag {solution} ({digest})"
    " unterbreitet.",
    "SolutionAccepted.v1": "Am {at} hat {actor} für {party} den Lösungsvorschlag {solution}"
    " angenommen ({channel}).",
    "SolutionDeclined.v1": "Am {at} hat {actor} für {party} den Lösungsvorschlag {solution}"
    " abgelehnt ({channel}).",
    "MediationSettled.v1": "Am {at} wurde die Schlichtung mit dem Lösungsvorschlag {solution}"
    " ({digest}) von {proposed_by} einvernehmlich beendet, zuletzt angenommen durch {actor}.",
    "MediationWithdrawn.v1": "Am {at} hat {actor} festgehalten, dass {by} den Antrag auf"
    " Schlichtung zurücknimmt{ends}.",
    "MediationBecameMoot.v1": "Am {at} hat {actor} die Schlichtung als gegenstandslos beendet"
    " (seit {ended_at}: {cause}).",
    "MediationExpired.v1": "Am {at} hat {actor} festgehalten, dass die Schlichtung mit Ablauf"
    " des {end} ohne Einigung geendet hat (Zeitpunkt {ended_at}, Regel {rule}).",
    "NotificationPlanned.v1": "Am {at} hat {actor} eine Mitteilung an {recipient} ({capacity})"
    " vorgesehen: {template}, Fassung {template_version}, Sprache {language}, {channel}, ab"
    " {send_at}.",
    "NotificationPostponed.v1": "Am {at} hat {actor} eine Mitteilung bis {until} aufgeschoben.",
    "NotificationSent.v1": "Am {at} hat {actor} eine Mitteilung versandt ({channel}, Sprache"
    " {language}, Inhalt {rendered}, Beleg {provider_id}).",
    "NotificationDelivered.v1": "Am {at} hat {actor} die Zustellung einer Mitteilung"
    " festgehalten (Beleg {receipt}).",
    "NotificationRead.v1": "Am {at} hat {actor} festgehalten, dass eine Mitteilung gelesen"
    " wurde (Beleg {receipt}).",
    "NotificationFailed.v1": "Am {at} ist der {attempt}. Versuch gescheitert, eine Mitteilung"
    " zuzustellen ({actor}): {reason}[; nächster Versuch {next_attempt}].",
    "NotificationAbandoned.v1": "Am {at} hat {actor} eine Mitteilung als unzustellbar"
    " aufgegeben: {reason}.",
    "ReminderCancelled.v1": "Am {at} hat {actor} eine Erinnerung gestrichen: {reason}.",
    "PreferencesSet.v1": "Am {at} hat {actor} festgelegt, wie Mitteilungen ankommen sollen"
    " ({channels}, Sprache {language})[, nicht zwischen {quiet_hours.start} und"
    " {quiet_hours.end}].",
}
