package paper

// agreement is the partnership agreement, article by article.
func (s *sheet) agreement(langs []string) {
	s.partners()
	s.say("paper.agreement.convinced")
	s.article("paper.heading.aims")
	s.say("paper.aims.people")
	s.link()
	s.article("paper.heading.areas")
	s.areas()
	s.article("paper.heading.work")
	s.say("paper.work.opening")
	s.list("paper.work.exchange", "paper.work.people", "paper.work.projects", "paper.work.events", "paper.work.help", "paper.work.meeting")
	s.article("paper.heading.contacts")
	s.contacts()
	s.say("paper.contacts.change")
	s.article("paper.heading.money")
	s.money()
	s.say("paper.money.projects")
	if s.conditional() {
		s.article("paper.heading.condition")
		s.condition()
	}
	s.term()
	s.article("paper.heading.changes")
	s.say("paper.changes.writing", "paper.changes.talks")
	s.article("paper.heading.law")
	s.say("paper.law.nature")
	s.article("paper.heading.languages")
	s.languages(langs)
	s.hints(s.facts.all()...)
}

// term says from when, for how long, and how it ends. An agreement without end has no renewal;
// one whose term is not known has, since a term was agreed on that we do not know.
func (s *sheet) term() {
	s.article("paper.heading.term")
	if s.conditional() {
		s.say("paper.term.condition")
	} else {
		s.say("paper.term.signing")
	}
	span := s.months(s.facts.Months)
	if s.facts.Unlimited {
		span = s.words.T("paper.term.unlimited")
	}
	s.row(s.words.T("paper.term.label"), span)
	if !s.facts.Unlimited {
		s.say("paper.term.renewal")
	}
	s.article("paper.heading.end")
	s.say("paper.end.notice")
	s.row(s.words.T("paper.end.label"), s.months(s.facts.Notice))
	s.say("paper.end.begun")
}
