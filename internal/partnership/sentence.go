package partnership

import "twintown/internal/platform/lang"

// When prints a date as part of a sentence, as precisely as it is known: "since about
// 1995", "in 2016 at the latest", "on an unknown day". The phrases are "since", "from", "in",
// and "until".
func When(phrase string, d Date) lang.Message {
	how := string(d.Qualifier)
	switch {
	case d.IsZero():
		how = "unknown"
	case how == "":
		how = "exactly"
	}
	return lang.Msg("when."+phrase, "how", how, "date", d.Calendar())
}

// sentence says how the whole stands.
func (t *trail) sentence(s Status) lang.Message {
	if len(t.turns) == 0 {
		return lang.Msg("status.none.sentence")
	}
	by := t.turns[len(t.turns)-1].by
	key := "status." + s.Code.String() + ".sentence"
	on, since := When("in", by.date()), When("since", by.date())
	switch s.Code {
	case Contact:
		return lang.Msg(key, "since", since)
	case Intended:
		return t.intendedSentence(key, by)
	case Conditional:
		if by.act.Condition.Code != "" {
			return lang.Msg(key+".named", "on", on, "condition", by.act.Condition.condition())
		}
		return lang.Msg(key, "on", on)
	case Active:
		return t.activeSentence(key, s)
	case Dormant, Frozen:
		return lang.Msg(key, "start", When("since", s.Start), "on", on, "since", since)
	case Suspended:
		return suspendedSentence(key, by, since)
	case NoticeGiven:
		return t.noticeSentence(key, by)
	}
	return t.endSentence(key, by, s)
}

func (t *trail) intendedSentence(key string, by change) lang.Message {
	if letter := t.latest(ActLetter); letter != nil && by.act.Type == ActResumption {
		by.act = letter
	}
	on := When("in", by.date())
	switch by.act.Type {
	case ActResolution:
		key += ".resolution"
	case ActAgreement, ActCharter:
		if !by.act.InForceFrom.IsZero() {
			return lang.Msg(key+".later", "on", on, "from", When("from", by.act.InForceFrom))
		}
		key += ".one_side"
	}
	return lang.Msg(key, "on", on)
}

func (t *trail) activeSentence(key string, s Status) lang.Message {
	if s.Listed {
		return lang.Msg(key+".listed", "year", s.Start.Year)
	}
	since := When("since", s.Start)
	by := t.turns[len(t.turns)-1].by
	if by.act.Type == ActResumption {
		return lang.Msg(key+".resumed", "since", since, "on", When("in", by.date()))
	}
	if end := t.termEnd(); !end.IsZero() {
		return lang.Msg(key+".until", "since", since, "until", When("until", end))
	}
	if renewed := t.latest(ActRenewal); renewed != nil && s.Start.Qualifier != Before {
		return lang.Msg(key+".renewed", "since", since, "on", When("in", renewed.Date))
	}
	if s.Start.Qualifier == Before {
		known := s.Start
		known.Qualifier = Exactly // the day since which it is known, not the day of the agreement
		return lang.Msg(key+".known", "since", When("since", known))
	}
	return lang.Msg(key, "since", since)
}

func suspendedSentence(key string, by change, since lang.Message) lang.Message {
	switch {
	case by.act.Condition.Code != "":
		return lang.Msg(key+".condition", "since", since, "condition", by.act.Condition.condition())
	case by.act.Ground.Code != "":
		return lang.Msg(key+".ground", "since", since, "ground", by.act.Ground.ground())
	}
	return lang.Msg(key, "since", since)
}

func (t *trail) noticeSentence(key string, by change) lang.Message {
	ending := dusk
	for i := range t.now {
		ending = min(ending, t.now[i].ending)
	}
	on := When("in", by.date())
	if ending == dusk {
		return lang.Msg(key+".open", "on", on)
	}
	return lang.Msg(key, "on", on, "end", When("in", exactly(ending)))
}

func (t *trail) endSentence(key string, by change, s Status) lang.Message {
	on := When("in", by.date())
	switch {
	case s.Code == Expired && by.how == atLapse:
		on = When("in", exactly(by.on-1)) // the last day in force
	case s.Code == Denounced && s.Start.IsZero() && t.latest(ActLetter) != nil:
		key += ".letter"
	case s.Code == Denounced && len(by.act.By) == 1:
		key += ".one_side"
	case s.Code == Terminated && by.how == atEnding:
		key += ".notice"
	}
	return lang.Msg(key, "on", on)
}

// notes are what belongs to the status beside its sentence.
func (t *trail) notes(p Partnership, s Status) []lang.Message {
	if len(t.turns) == 0 {
		return nil
	}
	var notes []lang.Message
	by := t.turns[len(t.turns)-1].by
	if !s.Start.IsZero() && (s.Code.Ended() || s.Code == Suspended || s.Code == NoticeGiven) {
		notes = append(notes, lang.Msg("status.note.start", "since", When("since", s.Start)))
	}
	if s.Code != Active {
		notes = append(notes, by.act.Vote.notes()...)
	}
	if by.act.Ground.Code != "" && (s.Code != Suspended || by.act.Condition.Code != "") {
		notes = append(notes, lang.Msg("status.note.ground", "ground", by.act.Ground.ground()))
	}
	if s.Differ() {
		notes = append(notes, lang.Msg("status.note.sides"))
	}
	if t.civil != nil && s.Code != Active {
		notes = append(notes, lang.Msg("status.note.civil"))
	}
	if !p.Listing.IsZero() && p.Listing.Lists > 0 && p.Listing.heldAt(s.KnownAt) {
		notes = append(notes, lang.Msg("status.note.lists", "n", p.Listing.Lists, "year", p.Listing.Year))
	}
	return notes
}

func (v Vote) notes() []lang.Message {
	if v.IsZero() {
		return nil
	}
	return []lang.Message{v.Note()}
}

// Note says how a council decided; the zero Message where that is unknown.
func (v Vote) Note() lang.Message {
	voted := []any{"for", v.For, "against", v.Against, "abstained", v.Abstained}
	switch {
	case v.IsZero():
		return lang.Message{}
	case v.Unanimous && v.Abstained == 0:
		return lang.Msg("status.note.vote.unanimous")
	case v.Present > 0 && v.Against+v.Abstained > 0:
		return lang.Msg("status.note.vote.present", append(voted, "present", v.Present)...)
	case v.Present > 0:
		return lang.Msg("status.note.vote.of", "for", v.For, "present", v.Present)
	}
	return lang.Msg("status.note.vote", voted...)
}

// termEnd is the last day of the agreed term of the side whose term ends first.
func (t *trail) termEnd() Date {
	lapse := dusk
	for i := range t.now {
		lapse = min(lapse, t.now[i].lapse)
	}
	if lapse == dusk {
		return Date{}
	}
	return exactly(lapse - 1)
}

func exactly(d day) Date {
	c := d.calendar()
	return Date{Year: c.Year, Month: c.Month, Day: c.Day}
}

// latest is the last act of a type that counted, nil for none.
func (t *trail) latest(of ActType) *Counted {
	for i := len(t.acts) - 1; i >= 0; i-- {
		if t.acts[i].Type == of {
			return &t.acts[i]
		}
	}
	return nil
}
